package io.streambus.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streambus.bridge.registry.ClusterStore;
import io.streambus.bridge.registry.PinnedClusters;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicLinkStoreIT implements LinkStoreContract {

    private static final URI URL = URI.create("http://127.0.0.1:1");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path temp;

    private static EmbeddedCluster control;
    private static Admin admin;
    private static Map<String, String> clients;

    private final String topic = "links-" + System.nanoTime();
    private final AtomicInteger lost = new AtomicInteger();

    @BeforeAll
    static void startCluster() throws Exception {
        control = EmbeddedCluster.start(new ClusterSpec("control", 0, temp.resolve("control"), Map.of()));
        clients = Map.of("bootstrap.servers", control.bootstrapServers());
        admin = Admin.create(Map.of("bootstrap.servers", control.bootstrapServers()));
    }

    @AfterAll
    static void stopCluster() {
        admin.close();
        control.close();
    }

    @Override
    public LinkStore emptyStore() {
        TopicLinkStore opened = open();
        LinkStore led = lead(opened);
        return new LedStore(opened, led);
    }

    /** Closes the bridge's store with the leader's part of it. */
    private record LedStore(TopicLinkStore opened, LinkStore led) implements LinkStore {
        @Override
        public List<StoredLink> all() {
            return led.all();
        }

        @Override
        public List<UnreadableLink> unreadable() {
            return led.unreadable();
        }

        @Override
        public PinnedClusters pinned() {
            return led.pinned();
        }

        @Override
        public ClusterStore clusters() {
            return led.clusters();
        }

        @Override
        public void put(StoredLink link) {
            led.put(link);
        }

        @Override
        public void remove(String id) {
            led.remove(id);
        }

        @Override
        public void close() {
            led.close();
            opened.close();
        }
    }

    /** A topic made anew stands for one whose tombstones have gone while the follower was cut off: both hold nothing that says the link is deleted. */
    @Test
    void a_follower_that_has_missed_a_deletion_forgets_the_link_when_it_takes_the_lead() throws Exception {
        try (TopicLinkStore follower = open()) {
            try (TopicLinkStore other = open();
                    LinkStore led = lead(other)) {
                led.put(SampleLinks.small());
            }
            await().atMost(PATIENCE).until(() -> follower.all().size() == 1);
            admin.deleteTopics(List.of(topic)).all().get();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                create(LinksTopic.LARGEST_ENTRY);
                return true;
            });

            try (LinkStore led = lead(follower)) {
                assertThat(led.all()).isEmpty();
                assertThat(follower.all()).isEmpty();
                led.put(SampleLinks.small());
                assertThat(follower.all()).hasSize(1);
            }
        }
    }

    @Test
    void a_link_that_a_topic_of_kafkas_default_size_does_not_take_is_refused_and_the_lead_goes_on() throws Exception {
        create(1_048_588);
        try (TopicLinkStore store = open();
                LinkStore led = lead(store)) {

            assertThatThrownBy(() -> led.put(SampleLinks.ofDocumentBytes(1_050_000)))
                    .isInstanceOf(LinkTooLargeException.class);
            led.put(SampleLinks.ofDocumentBytes(1_020_000));

            assertThat(led.all()).hasSize(1);
            assertThat(lost).hasValue(0);
        }
    }

    @Test
    void the_largest_link_that_is_taken_gets_through_to_the_topic() {
        try (TopicLinkStore store = open();
                LinkStore led = lead(store)) {
            led.put(SampleLinks.ofDocumentBytes(LinksTopic.LARGEST_ENTRY - 17 * 1_024));

            assertThat(store.all()).hasSize(1);
            assertThat(lost).hasValue(0);
        }
    }

    private void create(int largestEntry) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)
                        .configs(Map.of(
                                "cleanup.policy", "compact", "max.message.bytes", Integer.toString(largestEntry)))))
                .all()
                .get();
    }

    /** As the election does: a broker may refuse the first transaction on a topic that has just been made (INVALID_TXN_STATE), and takes the next. */
    private LinkStore lead(TopicLinkStore store) {
        return await().atMost(PATIENCE)
                .ignoreException(StoreUnavailableException.class)
                .until(() -> store.lead(URL, lost::incrementAndGet), led -> true);
    }

    private TopicLinkStore open() {
        return TopicLinkStore.open(clients, new LinksTopic(topic, (short) 1));
    }
}
