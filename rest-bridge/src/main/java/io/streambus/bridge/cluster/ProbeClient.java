package io.streambus.bridge.cluster;

import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.connect.identity.ClusterQuestion;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What the bridge asks a cluster, with a client that is kept. Thread-safe. */
interface ProbeClient extends AutoCloseable {

    /**
     * Takes {@link ClusterClients#TIMEOUT} or little more, unless the system hangs.
     *
     * @param partitions whose end offsets are wanted
     */
    ClusterProbe probe(Set<TopicPartition> partitions) throws InterruptedException;

    /**
     * What the cluster says of itself, and its topics. Takes {@link ClusterClients#TIMEOUT} at most.
     *
     * @throws ExecutionException if the cluster did not answer, as the client says
     * @throws TimeoutException if it did not answer in time
     */
    ClusterQuestion.Answer introduce() throws InterruptedException, ExecutionException, TimeoutException;

    /** Ends calls under way. Idempotent. */
    @Override
    void close();

    /** Makes clients. Thread-safe. */
    interface Opener {
        /**
         * Takes some seconds at most, unless the system hangs.
         *
         * @throws KafkaException if the settings of the cluster make no client
         */
        ProbeClient open(LinkedCluster cluster, String clientId);
    }
}
