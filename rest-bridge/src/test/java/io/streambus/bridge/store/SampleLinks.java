package io.streambus.bridge.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streambus.bridge.registry.ClusterDirectory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Entries for tests. */
public final class SampleLinks {

    private SampleLinks() {}

    public static StoredLink small() {
        return ofTopics(1);
    }

    /** One whose document takes about that much. */
    static StoredLink ofDocumentBytes(int bytes) {
        int fixed = StoredLinkFormat.encodeDocument(ofTopics(0).link()).length;
        int each = 11;
        return ofTopics((bytes - fixed) / each + 1);
    }

    private static StoredLink ofTopics(int count) {
        String topics =
                IntStream.range(0, count).mapToObj("\"t%07d\""::formatted).collect(Collectors.joining(","));
        try {
            return StoredLinkFormat.decode(
                    ("{\"version\":1,\"wish\":\"stopped\",\"revision\":1,\"applied_revision\":1,"
                                    + "\"created_at\":\"2024-01-15T10:00:00Z\","
                                    + "\"status\":{\"word\":\"stopped\",\"since\":\"2024-01-15T11:00:00Z\"},"
                                    + "\"document\":{\"id\":\"l\",\"name\":\"n\",\"type\":\"active-passive\","
                                    + "\"source_cluster\":{\"cluster_id\":\"a\",\"brokers\":[\"a:1\"]},"
                                    + "\"target_cluster\":{\"cluster_id\":\"b\",\"brokers\":[\"b:1\"]},\"topics\":["
                                    + topics
                                    + "]}}")
                            .getBytes(UTF_8),
                    ClusterDirectory.empty());
        } catch (UnreadableEntryException e) {
            throw new AssertionError(e);
        }
    }
}
