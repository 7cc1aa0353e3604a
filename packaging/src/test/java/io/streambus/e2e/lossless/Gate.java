package io.streambus.e2e.lossless;

import io.streambus.e2e.replication.Eventually;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Endpoint;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.server.authorizer.AclCreateResult;
import org.apache.kafka.server.authorizer.AclDeleteResult;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.apache.kafka.server.authorizer.Authorizer;
import org.apache.kafka.server.authorizer.AuthorizerServerInfo;

/**
 * The authorizer of a cluster in the tests' own process. Everybody may do everything, but writing to a topic may be denied for a while, or be
 * answered as by a broker that no longer leads the partition, which producers try again. Thread-safe; the gates are those of all clusters.
 */
public final class Gate implements Authorizer {

    /** What a broker with this authorizer is started with. */
    static final Map<String, String> BROKER = Map.of("authorizer.class.name", Gate.class.getName());

    private static final Map<String, Mode> CLOSED = new ConcurrentHashMap<>();
    private static final Map<String, AtomicInteger> REQUESTS = new ConcurrentHashMap<>();

    private interface Mode {
        /** @param request how many requests have come to this gate before */
        boolean denies(int request);
    }

    /** The leader of the topic's partitions is away until {@link #open}. */
    static void leaderAway(String topic) {
        close(topic, request -> {
            throw new NotLeaderOrFollowerException("The gate of " + topic + " is closed");
        });
    }

    /** The next request to write to the topic is denied, and the ones after it are not. */
    static void denyOnce(String topic) {
        close(topic, request -> request == 0);
    }

    /** Every other request to write to the topic is denied until {@link #open}, as by brokers that learn of a right one after the other. */
    static void denyEveryOther(String topic) {
        close(topic, request -> request % 2 == 0);
    }

    private static void close(String topic, Mode mode) {
        REQUESTS.put(topic, new AtomicInteger());
        CLOSED.put(topic, mode);
    }

    static void open(String topic) {
        CLOSED.remove(topic);
    }

    /** What the action writes to the source, and has awaited, is in flight when the leader is back, in more batches than one. */
    static void whileTheLeaderIsAway(String topic, Runnable action) {
        leaderAway(topic);
        try {
            action.run();
        } finally {
            open(topic);
        }
    }

    /** Returns when somebody wants to write to the topic, whose gate is closed: records are in flight then. */
    static void awaitRequest(String topic) {
        Eventually.become(() -> REQUESTS.get(topic).get() > 0, "a request to write to " + topic);
    }

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
        // Others only ask who may write, as a description of topics does.
        boolean writes = context.requestType() == ApiKeys.PRODUCE.id;
        return actions.stream()
                .map(action -> writes ? authorizeToWrite(action) : AuthorizationResult.ALLOWED)
                .toList();
    }

    private static AuthorizationResult authorizeToWrite(Action action) {
        String name = action.resourcePattern().name();
        Mode mode = action.resourcePattern().resourceType() == ResourceType.TOPIC ? CLOSED.get(name) : null;
        return mode != null && mode.denies(REQUESTS.get(name).getAndIncrement())
                ? AuthorizationResult.DENIED
                : AuthorizationResult.ALLOWED;
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // Nothing can be set.
    }

    @Override
    public Map<Endpoint, ? extends CompletionStage<Void>> start(AuthorizerServerInfo server) {
        Map<Endpoint, CompletionStage<Void>> ready = new ConcurrentHashMap<>();
        server.endpoints().forEach(endpoint -> ready.put(endpoint, CompletableFuture.completedFuture(null)));
        return ready;
    }

    @Override
    public List<? extends CompletionStage<AclCreateResult>> createAcls(
            AuthorizableRequestContext context, List<AclBinding> bindings) {
        throw new UnsupportedOperationException("the gate keeps no list of rights");
    }

    @Override
    public List<? extends CompletionStage<AclDeleteResult>> deleteAcls(
            AuthorizableRequestContext context, List<AclBindingFilter> filters) {
        throw new UnsupportedOperationException("the gate keeps no list of rights");
    }

    @Override
    public Iterable<AclBinding> acls(AclBindingFilter filter) {
        return List.of();
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
