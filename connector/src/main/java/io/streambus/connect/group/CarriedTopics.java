package io.streambus.connect.group;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.topic.SourceTopic;
import java.util.Map;

/** The topics that the flow carries, by their names on the source, as both clusters have them now. */
public interface CarriedTopics {

    /** @throws ClusterException if a cluster refuses or does not answer */
    Map<String, SourceTopic> look() throws InterruptedException;
}
