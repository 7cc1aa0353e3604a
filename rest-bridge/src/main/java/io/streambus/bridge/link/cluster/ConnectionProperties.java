package io.streambus.bridge.link.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which client properties a document may give under {@code security.properties}: those that say how a cluster is reached. They go to clients in workers
 * and in the bridge itself, so none may name a class or a command but the few that are known to be harmless, and none may change what a flow promises.
 * Names are those of Kafka 4.3.1's clients.
 */
public final class ConnectionProperties {

    /** Without those whose value is a class or a command. */
    private static final Set<String> PLAIN = names("""
            client.dns.lookup client.rack connections.max.idle.ms default.api.timeout.ms
            metadata.max.age.ms metadata.max.idle.ms metadata.recovery.rebootstrap.trigger.ms metadata.recovery.strategy
            receive.buffer.bytes reconnect.backoff.max.ms reconnect.backoff.ms request.timeout.ms
            retry.backoff.max.ms retry.backoff.ms
            sasl.jaas.config sasl.kerberos.min.time.before.relogin sasl.kerberos.service.name
            sasl.kerberos.ticket.renew.jitter sasl.kerberos.ticket.renew.window.factor
            sasl.login.connect.timeout.ms sasl.login.read.timeout.ms
            sasl.login.refresh.buffer.seconds sasl.login.refresh.min.period.seconds
            sasl.login.refresh.window.factor sasl.login.refresh.window.jitter
            sasl.login.retry.backoff.max.ms sasl.login.retry.backoff.ms sasl.mechanism
            sasl.oauthbearer.assertion.algorithm sasl.oauthbearer.assertion.claim.aud
            sasl.oauthbearer.assertion.claim.exp.seconds sasl.oauthbearer.assertion.claim.iss
            sasl.oauthbearer.assertion.claim.jti.include sasl.oauthbearer.assertion.claim.nbf.seconds
            sasl.oauthbearer.assertion.claim.sub sasl.oauthbearer.assertion.file
            sasl.oauthbearer.assertion.private.key.file sasl.oauthbearer.assertion.private.key.passphrase
            sasl.oauthbearer.assertion.template.file
            sasl.oauthbearer.client.credentials.client.id sasl.oauthbearer.client.credentials.client.secret
            sasl.oauthbearer.clock.skew.seconds sasl.oauthbearer.expected.audience sasl.oauthbearer.expected.issuer
            sasl.oauthbearer.header.urlencode sasl.oauthbearer.jwks.endpoint.refresh.ms
            sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms sasl.oauthbearer.jwks.endpoint.retry.backoff.ms
            sasl.oauthbearer.jwks.endpoint.url sasl.oauthbearer.scope sasl.oauthbearer.scope.claim.name
            sasl.oauthbearer.sub.claim.name sasl.oauthbearer.token.endpoint.url
            security.protocol send.buffer.bytes
            socket.connection.setup.timeout.max.ms socket.connection.setup.timeout.ms
            ssl.cipher.suites ssl.enabled.protocols ssl.endpoint.identification.algorithm
            ssl.key.password ssl.keymanager.algorithm ssl.keystore.certificate.chain ssl.keystore.key
            ssl.keystore.location ssl.keystore.password ssl.keystore.type ssl.protocol ssl.provider
            ssl.secure.random.implementation ssl.trustmanager.algorithm
            ssl.truststore.certificates ssl.truststore.location ssl.truststore.password ssl.truststore.type""");

    private static final String JAAS = "sasl.jaas.config";
    private static final String OAUTH = "org.apache.kafka.common.security.oauthbearer.";
    private static final String MSK = "software.amazon.msk.auth.iam.";

    /** Properties that name a class, and which ones. */
    private static final Map<String, Set<String>> CLASSES = Map.of(
            "sasl.client.callback.handler.class", Set.of(MSK + "IAMClientCallbackHandler"),
            "sasl.login.callback.handler.class",
                    Set.of(OAUTH + "OAuthBearerLoginCallbackHandler", MSK + "IAMOAuthBearerLoginCallbackHandler"),
            "sasl.oauthbearer.jwt.retriever.class",
                    Set.of(
                            OAUTH + "DefaultJwtRetriever",
                            OAUTH + "ClientCredentialsJwtRetriever",
                            OAUTH + "JwtBearerJwtRetriever",
                            OAUTH + "FileJwtRetriever"),
            "sasl.oauthbearer.jwt.validator.class",
                    Set.of(OAUTH + "DefaultJwtValidator", OAUTH + "ClientJwtValidator", OAUTH + "BrokerJwtValidator"));

    private static final Set<String> LOGIN_MODULES = Set.of(
            "org.apache.kafka.common.security.plain.PlainLoginModule",
            "org.apache.kafka.common.security.scram.ScramLoginModule",
            OAUTH + "OAuthBearerLoginModule",
            "com.sun.security.auth.module.Krb5LoginModule",
            MSK + "IAMLoginModule");

    /** What a flow's promises rest on, or a field of the document says. */
    private static final Set<String> RESERVED = names("""
            bootstrap.servers client.id config.providers group.id group.instance.id
            key.serializer value.serializer key.deserializer value.deserializer
            allow.auto.create.topics auto.offset.reset enable.auto.commit isolation.level interceptor.classes
            acks delivery.timeout.ms enable.idempotence max.in.flight.requests.per.connection
            partitioner.class partitioner.ignore.keys
            transaction.two.phase.commit.enable transactional.id""");

    private ConnectionProperties() {}

    private static Set<String> names(String text) {
        return Stream.of(text.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
    }

    /** The rule that a property breaks by its name, to be said behind it; empty if it breaks none. */
    public static Optional<String> fault(String name) {
        if (isReserved(name)) {
            return Optional.of("is set by the link itself and cannot be given here");
        }
        return PLAIN.contains(name) || CLASSES.containsKey(name)
                ? Optional.empty()
                : Optional.of("is not a property that says how a cluster is reached; security.protocol, ssl.*, sasl.*,"
                        + " reconnect.*, retry.*, metadata.*, socket.*, time-outs and buffers of Kafka's clients are,"
                        + " without those that load a class or run a command");
    }

    /**
     * The rule that a property breaks by its value, which is not quoted; empty if it breaks none.
     *
     * @param name without a {@link #fault(String)}
     * @param value a reference to a config provider names no class: what it stands for is the operator's
     */
    public static Optional<String> fault(String name, String value) {
        if (name.equals(JAAS)) {
            String module = value.strip().split("\\s", 2)[0];
            return isReference(module) || LOGIN_MODULES.contains(module)
                    ? Optional.empty()
                    : Optional.of("names a login module" + onlyThese(LOGIN_MODULES));
        }
        Set<String> classes = CLASSES.get(name);
        return classes == null || classes.contains(value.strip())
                ? Optional.empty()
                : Optional.of("names a class" + onlyThese(classes));
    }

    private static boolean isReference(String text) {
        return text.startsWith("${");
    }

    private static String onlyThese(Set<String> classes) {
        return " that the bridge and workers would load; of these only " + String.join(", ", new TreeSet<>(classes))
                + " can be given";
    }

    private static boolean isReserved(String name) {
        return RESERVED.contains(name) || name.startsWith("config.providers.");
    }

    /**
     * What is left for clients in workers. A link that was stored under an older rule goes on with what it has, but never against a flow's promises.
     *
     * @return a copy
     */
    public static Map<String, String> withoutReserved(Map<String, String> properties) {
        Map<String, String> left = new TreeMap<>(properties);
        left.keySet().removeIf(ConnectionProperties::isReserved);
        return left;
    }

    /** Whether a client in the bridge takes it, which loads nothing that no rule knows, whenever it was stored. */
    public static boolean isTaken(String name, String value) {
        return fault(name).isEmpty() && fault(name, value).isEmpty();
    }
}
