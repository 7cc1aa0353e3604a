package io.streambus.connect.topic;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The same contract on real brokers, one of them with an authorizer. */
class ClusterTopicAdminIT extends TopicAdminContract {

    @TempDir
    private static Path data;

    private static EmbeddedCluster open;
    private static EmbeddedCluster guarded;
    private static Admin openAdmin;
    private static Admin guardedAdmin;
    private static int names;

    @BeforeAll
    static void start() {
        open = EmbeddedCluster.start(new ClusterSpec("open", 0, data.resolve("open"), Map.of()));
        openAdmin = Admin.create(Map.of("bootstrap.servers", open.bootstrapServers()));
        guarded = EmbeddedCluster.start(new ClusterSpec(
                "guarded",
                0,
                data.resolve("guarded"),
                Map.of(
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users", "User:ANONYMOUS")));
        guardedAdmin = Admin.create(Map.of("bootstrap.servers", guarded.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        for (Admin admin : new Admin[] {openAdmin, guardedAdmin}) {
            if (admin != null) {
                admin.close(Duration.ofSeconds(2));
            }
        }
        for (EmbeddedCluster cluster : new EmbeddedCluster[] {open, guarded}) {
            if (cluster != null) {
                cluster.close();
            }
        }
    }

    @Override
    TopicAdmin admin() {
        return new ClusterTopicAdmin(new ClusterAdmin("east", openAdmin, Duration.ofSeconds(30)));
    }

    @Override
    TopicAdmin adminWithRights() {
        return new ClusterTopicAdmin(new ClusterAdmin("east", guardedAdmin, Duration.ofSeconds(30)));
    }

    @Override
    int partitions(String topic) throws Exception {
        return openAdmin
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get(30, SECONDS)
                .get(topic)
                .partitions()
                .size();
    }

    @Override
    String newName() {
        return "topic-" + names++;
    }
}
