package io.streambus.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.link.DesiredState;
import org.junit.jupiter.api.Test;

/** What every store of links does, the real one and those of tests. */
public interface LinkStoreContract {

    /** An empty store; the caller closes it. */
    LinkStore emptyStore();

    @Test
    default void what_is_put_is_there_when_the_call_returns_in_place_of_what_was_kept() {
        try (LinkStore store = emptyStore()) {
            StoredLink link = SampleLinks.small();
            store.put(link);
            assertThat(store.all()).containsExactly(link);

            StoredLink started = link.desiring(DesiredState.RUNNING);
            store.put(started);

            assertThat(store.all()).containsExactly(started);
            assertThat(store.unreadable()).isEmpty();
        }
    }

    @Test
    default void what_is_removed_is_gone_and_removing_what_is_not_there_does_nothing() {
        try (LinkStore store = emptyStore()) {
            store.put(SampleLinks.small());

            store.remove("another");
            assertThat(store.all()).hasSize(1);
            store.remove(SampleLinks.small().id());

            assertThat(store.all()).isEmpty();
        }
    }

    @Test
    default void what_was_given_out_does_not_change() {
        try (LinkStore store = emptyStore()) {
            var before = store.all();
            store.put(SampleLinks.small());

            assertThat(before).isEmpty();
        }
    }
}
