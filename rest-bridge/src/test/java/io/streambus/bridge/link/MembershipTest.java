package io.streambus.bridge.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private static final Membership FRESH = new Membership(List.of("a", "b", "c"), "a", 0);

    @Test
    void an_epoch_names_the_side_that_became_active() {
        Membership there = FRESH.activated("b");
        Membership back = there.activated("a");

        assertThat(there.epoch()).isEqualTo(1);
        assertThat(back.epoch()).isEqualTo(1_024);
        assertThat(back.activated("c").epoch()).isEqualTo(1_026);
    }

    @Test
    void the_same_side_again_is_a_higher_epoch_too() {
        assertThat(FRESH.activated("a").epoch()).isEqualTo(1_024);
    }

    /** Two sites that fail over at the same moment, from whatever they both knew last. */
    @Test
    void two_sites_never_make_the_same_epoch_and_every_epoch_is_higher_than_the_one_before() {
        Random random = new Random(20261130);
        Membership last = FRESH;
        for (int i = 0; i < 5_000; i++) {
            Membership one = last.activated("a");
            Membership other = last.activated("b");
            assertThat(one.epoch()).isNotEqualTo(other.epoch()).isGreaterThan(last.epoch());
            assertThat(other.epoch()).isGreaterThan(last.epoch());
            last = random.nextBoolean() ? one : random.nextBoolean() ? other : last.activated("c");
        }
    }

    @Test
    void only_the_flow_away_from_the_active_side_of_an_active_passive_link_is_in_service() {
        FlowId there = new FlowId("a", "b");

        assertThat(FRESH.inService(LinkType.ACTIVE_PASSIVE, there)).isTrue();
        assertThat(FRESH.inService(LinkType.ACTIVE_PASSIVE, there.reversed())).isFalse();
        assertThat(FRESH.activated("b").inService(LinkType.ACTIVE_PASSIVE, there.reversed()))
                .isTrue();
        assertThat(FRESH.inService(LinkType.MESH, there.reversed())).isTrue();
    }

    @Test
    void an_epoch_of_another_side_is_refused() {
        assertThatThrownBy(() -> new Membership(List.of("a", "b"), "b", 1_024))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1024")
                .hasMessageContaining("active side b");
        assertThatThrownBy(() -> new Membership(List.of("a", "b"), "elsewhere", 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
