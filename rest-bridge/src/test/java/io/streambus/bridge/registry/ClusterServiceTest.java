package io.streambus.bridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.registry.ClusterUsers.User;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ClusterServiceTest {

    private static final Instant NOW = Instant.ofEpochSecond(100_000);

    private final FakeClusterStore store = new FakeClusterStore();
    private final FakeUsers users = new FakeUsers();
    private final ClusterService clusters = new ClusterService(store, users, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_cluster_is_there_once_it_is_stored_and_its_id_is_taken() {
        StoredCluster created = clusters.create(cluster("west:1"));

        assertThat(created).isEqualTo(new StoredCluster(cluster("west:1"), 1, NOW));
        assertThat(clusters.all()).containsExactly(created);
        assertThat(clusters.find("west")).contains(cluster("west:1"));
        assertThat(clusters.ids()).containsExactly("west");
        assertThatThrownBy(() -> clusters.create(cluster("other:1")))
                .isInstanceOf(RegistryException.Exists.class)
                .hasMessageContaining("PUT changes it");
        assertThat(clusters.get("west")).isEqualTo(created);
    }

    @Test
    void an_update_reaches_the_links_that_take_from_it_and_no_others() {
        clusters.create(cluster("west:1"));
        users.all = List.of(
                new User("inherits", true, false, true),
                new User("own", false, false, true),
                new User("runs-on-its-own", false, false, false));

        StoredCluster updated = update("west:1", "west:2").join();

        assertThat(updated.revision()).isEqualTo(2);
        assertThat(updated.createdAt()).isEqualTo(NOW);
        assertThat(users.refreshed).containsExactly("inherits with west:1,west:2");
        assertThat(clusters.links("west")).containsExactly("inherits", "own", "runs-on-its-own");
    }

    @Test
    void a_cluster_is_not_changed_under_a_link_that_runs() {
        clusters.create(cluster("west:1"));
        users.all = List.of(
                new User("one", true, false, false),
                new User("rests", true, false, true),
                new User("two", true, false, false));

        assertThatThrownBy(() -> update("west:2"))
                .isInstanceOf(RegistryException.InUse.class)
                .hasMessageEndingWith("pause or stop one, two first");
        assertThat(clusters.find("west")).contains(cluster("west:1"));
        assertThat(users.refreshed).isEmpty();
    }

    @Test
    void the_same_document_again_gives_it_to_links_that_did_not_take_it() {
        clusters.create(cluster("west:1"));
        users.all = List.of(new User("l", true, false, true));
        users.refusal = Optional.of(new IllegalStateException("Connect is away"));

        assertThat(update("west:2")).isCompletedExceptionally();
        assertThat(clusters.find("west")).as("stored all the same").contains(cluster("west:2"));
        users.refusal = Optional.empty();

        assertThat(update("west:2").join().revision()).isEqualTo(2);
        assertThat(users.refreshed).containsExactly("l with west:2", "l with west:2");
    }

    @Test
    void the_same_document_again_is_no_matter_for_links_that_run() {
        clusters.create(cluster("west:1"));
        users.all = List.of(new User("runs", true, true, false), new User("rests", true, false, true));

        assertThat(update("west:1").join().revision()).isEqualTo(1);
        assertThat(users.refreshed).containsExactly("rests with west:1");
    }

    @Test
    void a_change_that_takes_long_keeps_one_caller_and_not_all() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        ClusterService slow = new ClusterService(
                new ClusterStore() {
                    @Override
                    public List<StoredCluster> all() {
                        return List.of();
                    }

                    @Override
                    public void put(StoredCluster cluster) {
                        writing.countDown();
                        try {
                            written.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }

                    @Override
                    public void remove(String clusterId) {
                        throw new AssertionError("nothing is deleted");
                    }
                },
                users,
                Clock.systemUTC());
        CompletableFuture<StoredCluster> first = CompletableFuture.supplyAsync(() -> slow.create(cluster("west:1")));
        writing.await();

        assertThatThrownBy(() -> slow.create(cluster("west:1"))).isInstanceOf(RegistryException.Busy.class);
        written.countDown();

        assertThat(first.get().revision()).isEqualTo(1);
    }

    @Test
    void a_links_own_secret_is_not_sent_to_brokers_that_it_was_not_given_for() {
        clusters.create(cluster("west:1", "west:2"));
        users.all = List.of(new User("secured", true, true, true));

        assertThatThrownBy(() -> update("evil:1"))
                .isInstanceOfSatisfying(
                        RegistryException.Invalid.class,
                        e -> assertThat(e.faults()).singleElement().satisfies(fault -> {
                            assertThat(fault.pointer()).isEqualTo("/brokers");
                            assertThat(fault.message()).contains("secured");
                        }));
        assertThat(update("west:1").join().cluster()).isEqualTo(cluster("west:1"));
    }

    @Test
    void a_faulty_change_changes_nothing() {
        clusters.create(cluster("west:1"));
        Fault fault = new Fault("/brokers", "is required");

        assertThatThrownBy(() ->
                        clusters.update("west", OptionalLong.empty(), current -> new Read.Invalid<>(List.of(fault))))
                .isInstanceOfSatisfying(
                        RegistryException.Invalid.class,
                        e -> assertThat(e.faults()).containsExactly(fault));
        assertThat(clusters.get("west").revision()).isEqualTo(1);
    }

    @Test
    void who_has_read_another_version_changes_nothing() {
        clusters.create(cluster("west:1"));
        update("west:2").join();

        assertThatThrownBy(() ->
                        clusters.update("west", OptionalLong.of(1), current -> new Read.Valid<>(cluster("west:3"))))
                .isInstanceOf(RegistryException.Stale.class);
        assertThatThrownBy(() -> clusters.delete("west", OptionalLong.of(1)))
                .isInstanceOf(RegistryException.Stale.class);
        assertThat(clusters.find("west")).contains(cluster("west:2"));
    }

    @Test
    void a_cluster_that_links_have_is_not_deleted() {
        clusters.create(cluster("west:1"));
        users.all = List.of(new User("one", true, false, true), new User("two", false, false, true));

        assertThatThrownBy(() -> clusters.delete("west", OptionalLong.empty()))
                .isInstanceOf(RegistryException.InUse.class)
                .hasMessageContaining("used by one, two");
        users.all = List.of();
        clusters.delete("west", OptionalLong.empty());

        assertThat(clusters.all()).isEmpty();
        assertThatThrownBy(() -> clusters.delete("west", OptionalLong.empty()))
                .isInstanceOf(RegistryException.NotFound.class);
    }

    private CompletableFuture<StoredCluster> update(String... brokers) {
        return clusters.update("west", OptionalLong.empty(), current -> new Read.Valid<>(cluster(brokers)));
    }

    private static RegisteredCluster cluster(String... brokers) {
        return new RegisteredCluster(
                "west", "West", Optional.empty(), List.of(brokers), Security.NONE, Optional.empty());
    }

    /** Confined to one test. */
    private static final class FakeUsers implements ClusterUsers {
        private final List<String> refreshed = new ArrayList<>();
        private List<User> all = List.of();
        private Optional<RuntimeException> refusal = Optional.empty();

        @Override
        public List<User> of(String clusterId) {
            return all;
        }

        @Override
        public CompletableFuture<Void> refresh(String linkId, ClusterDirectory directory) {
            refreshed.add(linkId + " with "
                    + String.join(",", directory.find("west").orElseThrow().brokers()));
            return refusal.<CompletableFuture<Void>>map(CompletableFuture::failedFuture)
                    .orElseGet(() -> CompletableFuture.completedFuture(null));
        }
    }
}
