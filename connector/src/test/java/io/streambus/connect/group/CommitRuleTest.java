package io.streambus.connect.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.checkpoint.group.GroupOffset;
import io.streambus.connect.checkpoint.group.GroupOutcome;
import io.streambus.connect.group.position.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CommitRuleTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long NOW = 1_000 * HOUR;
    private static final OptionalLong NONE = OptionalLong.empty();

    private final CommitRule rule = new CommitRule("east", Optional.of(Duration.ofHours(8)));

    @Test
    void aGroupThatStandsNowhereOnTheTargetIsPutWhereItBelongs() {
        assertThat(rule.decide(new Position.At(7), NONE, Optional.empty(), NOW))
                .isEqualTo(new CommitRule.Decision(OptionalLong.of(7), new GroupOutcome.InSync()));
    }

    /** (A) */
    @Test
    void whatWeHaveCommittedFollowsTheSourceForwardAndBack() {
        assertThat(commit(new Position.At(9), OptionalLong.of(7), committed(7, NOW)))
                .hasValue(9);
        assertThat(commit(new Position.At(2), OptionalLong.of(7), committed(7, NOW)))
                .hasValue(2);
    }

    /** (B) */
    @Test
    void whatSomebodyElseHasCommittedIsRaisedAndNeverLowered() {
        assertThat(commit(new Position.At(9), OptionalLong.of(8), committed(7, NOW)))
                .hasValue(9);

        CommitRule.Decision kept = rule.decide(new Position.At(2), OptionalLong.of(8), committed(7, NOW), NOW);

        assertThat(kept.commit()).isEmpty();
        assertThat(kept.outcome()).isInstanceOf(GroupOutcome.Active.class);
        assertThat(kept.outcome().reason().orElseThrow())
                .contains("used on east")
                .contains("8")
                .contains("2");
    }

    /** (B), where we have never committed anything: a position of MirrorMaker 2's, or of an earlier life. */
    @Test
    void aPositionThatWasThereBeforeUsIsRaisedAndNeverLowered() {
        assertThat(commit(new Position.At(9), OptionalLong.of(8), Optional.empty()))
                .hasValue(9);
        assertThat(commit(new Position.At(7), OptionalLong.of(8), Optional.empty()))
                .isEmpty();
    }

    /** (C) */
    @Test
    void whereNothingHasChangedNothingIsCommittedUntilAQuarterOfTheRetentionHasPassed() {
        Position position = new Position.At(7);
        OptionalLong there = OptionalLong.of(7);

        assertThat(commit(position, there, committed(7, NOW - 2 * HOUR + 1))).isEmpty();
        assertThat(commit(position, there, committed(7, NOW - 2 * HOUR))).hasValue(7);
    }

    @Test
    void whereTheRetentionIsNotToldKafkasDefaultCounts() {
        CommitRule untold = new CommitRule("east", Optional.empty());
        Position position = new Position.At(7);

        assertThat(untold.decide(position, OptionalLong.of(7), committed(7, NOW - 41 * HOUR), NOW)
                        .commit())
                .isEmpty();
        assertThat(untold.decide(position, OptionalLong.of(7), committed(7, NOW - 42 * HOUR), NOW)
                        .commit())
                .hasValue(7);
    }

    /** An offset that has expired all the same. */
    @Test
    void whatIsNoLongerThereIsCommittedAgain() {
        assertThat(commit(new Position.At(7), NONE, committed(7, NOW))).hasValue(7);
    }

    @Test
    void aPositionThatStillNearsIsCommittedAndPending() {
        assertThat(rule.decide(new Position.Nearing(5, "ahead"), NONE, Optional.empty(), NOW))
                .isEqualTo(new CommitRule.Decision(OptionalLong.of(5), new GroupOutcome.Pending("ahead")));
    }

    @Test
    void whereNoPositionIsKnownNothingIsCommitted() {
        assertThat(rule.decide(new Position.Unknown("not yet"), OptionalLong.of(3), Optional.empty(), NOW))
                .isEqualTo(new CommitRule.Decision(NONE, new GroupOutcome.Pending("not yet")));
        assertThat(rule.decide(new Position.Untranslatable("never"), OptionalLong.of(3), Optional.empty(), NOW))
                .isEqualTo(new CommitRule.Decision(NONE, new GroupOutcome.NotTranslatable("never")));
    }

    private OptionalLong commit(Position position, OptionalLong there, Optional<GroupOffset> before) {
        return rule.decide(position, there, before, NOW).commit();
    }

    private static Optional<GroupOffset> committed(long offset, long atMs) {
        return Optional.of(new GroupOffset(
                GroupKind.CLASSIC,
                "orders",
                0,
                OptionalLong.of(offset),
                OptionalLong.of(offset),
                OptionalLong.of(atMs),
                new GroupOutcome.InSync(),
                atMs));
    }
}
