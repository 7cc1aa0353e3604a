package io.streambus.connect.topic;

import io.streambus.connect.cluster.ClusterException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;

/**
 * What bringing topics into step asks of a cluster. Each question waits for its answer, and throws a {@link ClusterException} if the cluster does not give
 * it in time. Where the answer is failures, topics that are not among them are done; a failure is the client's exception.
 */
public interface TopicAdmin {

    /** The cluster's name, as the flow names it. */
    String cluster();

    /**
     * @return the settings by topic
     * @throws ClusterException if the cluster does not give those of all topics
     */
    Map<String, Config> settings(Collection<String> topics) throws InterruptedException;

    /** @return failures by topic; a {@link org.apache.kafka.common.errors.TopicExistsException} of one that is there already */
    Map<String, Throwable> create(Collection<NewTopic> topics) throws InterruptedException;

    /**
     * @param partitions how many each topic is to have
     * @return failures by topic
     */
    Map<String, Throwable> grow(Map<String, Integer> partitions) throws InterruptedException;

    /**
     * @param changes of settings, by topic
     * @return failures by topic
     */
    Map<String, Throwable> alter(Map<String, Collection<AlterConfigOp>> changes) throws InterruptedException;

    /**
     * @return the rights that principals have on any topics
     * @throws ClusterException if the cluster refuses; with a {@link org.apache.kafka.common.errors.SecurityDisabledException} if it knows no rights
     */
    Collection<AclBinding> rights() throws InterruptedException;

    /** @throws ClusterException if the cluster refuses */
    void give(Collection<AclBinding> rights) throws InterruptedException;
}
