package io.streambus.connect.identity;

import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** That a flow's source and target are two clusters. A flow within one cluster reads its own copies, and copies them again. */
public final class SourceAndTarget {

    private static final Logger LOG = LoggerFactory.getLogger(SourceAndTarget.class);

    private SourceAndTarget() {}

    /**
     * Asks both clusters; what cannot be told is a warning in the log.
     *
     * @throws ConnectException if they are one cluster
     * @throws ClusterException if one does not answer or refuses
     */
    public static void requireTwo(ClusterAdmin source, ClusterAdmin target) throws InterruptedException {
        CompletableFuture<ClusterQuestion.Answer> ofSource = ask(source);
        CompletableFuture<ClusterQuestion.Answer> ofTarget = ask(target);
        judge(
                source.cluster(),
                answer(source, ofSource).identity(),
                target.cluster(),
                answer(target, ofTarget).identity());
    }

    static void judge(String source, ClusterIdentity sourceIdentity, String target, ClusterIdentity targetIdentity) {
        switch (sourceIdentity.kinship(targetIdentity)) {
            case SAME ->
                throw new ConnectException("Source cluster " + source + " and target cluster " + target
                        + " are one and the same cluster (" + sourceIdentity
                        + "), and a flow must go from one cluster to another: it would copy its own copies without end."
                        + " Correct source.cluster.bootstrap.servers, or target.cluster.bootstrap.servers and"
                        + " producer.override.bootstrap.servers, and restart the connector.");
            case CLONED ->
                LOG.warn(
                        "Source cluster {} and target cluster {} have the same cluster id and different topics: they are"
                                + " taken for two clusters, of which one was made from the other's files ({}; {})",
                        source,
                        target,
                        sourceIdentity,
                        targetIdentity);
            case UNKNOWN ->
                LOG.warn(
                        "Whether source cluster {} and target cluster {} are two clusters cannot be told: they give no cluster"
                                + " id, or no ids of topics, and advertise no common address ({}; {})",
                        source,
                        target,
                        sourceIdentity,
                        targetIdentity);
            case DIFFERENT ->
                LOG.debug("Source {} ({}), target {} ({})", source, sourceIdentity, target, targetIdentity);
        }
    }

    private static CompletableFuture<ClusterQuestion.Answer> ask(ClusterAdmin cluster) {
        return ClusterQuestion.ask(cluster.client(), cluster.timeoutMs());
    }

    private static ClusterQuestion.Answer answer(ClusterAdmin cluster, CompletableFuture<ClusterQuestion.Answer> asked)
            throws InterruptedException {
        try {
            return asked.get(cluster.timeoutMs(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new ClusterException(cluster.cluster(), e.getCause());
        } catch (TimeoutException e) {
            throw new ClusterException(
                    cluster.cluster(), new TimeoutException("nothing came within " + cluster.timeout()));
        }
    }
}
