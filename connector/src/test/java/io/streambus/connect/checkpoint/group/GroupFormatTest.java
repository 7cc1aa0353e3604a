package io.streambus.connect.checkpoint.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.Claim;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroupFormatTest {

    private static final CheckpointKey.Group KEY = new CheckpointKey.Group("link-1", "billing", "orders", 3);
    private static final GroupOffset OFFSET = offset(GroupKind.CONSUMER, new GroupOutcome.InSync());
    private static final PassReport PASS =
            new PassReport(1_700_000_000_000L, 1_700_000_000_250L, 7, 5, 4, 3, 2, List.of("careful"), Optional.empty());

    private static GroupOffset offset(GroupKind kind, GroupOutcome outcome) {
        return new GroupOffset(
                kind,
                "east.orders",
                48213,
                OptionalLong.of(48000),
                OptionalLong.of(47990),
                OptionalLong.of(7),
                outcome,
                9);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindComesBack(GroupKind kind) {
        GroupOffset offset = offset(kind, new GroupOutcome.InSync());

        assertThat(GroupFormat.decodeOffset(GroupFormat.encode(offset))).contains(offset);
    }

    @Test
    void everyOutcomeComesBackWithItsReason() {
        for (GroupOutcome outcome : List.of(
                new GroupOutcome.InSync(),
                new GroupOutcome.Pending("waits"),
                new GroupOutcome.Active("members"),
                new GroupOutcome.NotTranslatable("never"))) {
            GroupOffset offset = offset(GroupKind.CLASSIC, outcome);
            assertThat(GroupFormat.decodeOffset(GroupFormat.encode(offset))).contains(offset);
        }
    }

    @Test
    void whatIsAbsentComesBackAbsent() {
        GroupOffset offset = new GroupOffset(
                GroupKind.SHARE,
                "orders",
                0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                new GroupOutcome.Pending(""),
                0);

        assertThat(GroupFormat.decodeOffset(GroupFormat.encode(offset))).contains(offset);
    }

    @Test
    void aPassComesBack() {
        PassReport failed = new PassReport(1, 2, 0, 0, 0, 0, 0, List.of(), Optional.of("no answer"));

        assertThat(GroupFormat.decodePass(GroupFormat.encode(PASS))).contains(PASS);
        assertThat(GroupFormat.decodePass(GroupFormat.encode(failed))).contains(failed);
    }

    @Test
    void keysComeBack() {
        CheckpointKey pass = new CheckpointKey.GroupPass("link-1");

        assertThat(CheckpointFormat.decodeKey(CheckpointFormat.encode(KEY))).contains(KEY);
        assertThat(CheckpointFormat.decodeKey(CheckpointFormat.encode(pass))).contains(pass);
    }

    /** Released once, the bytes never change. */
    @Test
    void theBytesAreThese() {
        assertThat(hex(CheckpointFormat.encode(KEY)))
                .isEqualTo("00000400066c696e6b2d3100066f726465727300000003000762696c6c696e67");
        assertThat(hex(CheckpointFormat.encode(new CheckpointKey.GroupPass("link-1"))))
                .isEqualTo("00000500066c696e6b2d31000000000000");
        assertThat(hex(GroupFormat.encode(OFFSET)))
                .isEqualTo(
                        "000001000b656173742e6f7264657273000000000000bc55000000000000bb80000000000000bb76000000000000000700ffff0000000000000009");
        assertThat(hex(GroupFormat.encode(PASS)))
                .isEqualTo(
                        "00000000018bcfe568000000018bcfe568fa00000007000000050000000400000003000000020000000100076361726566756cffff");
    }

    @Test
    void aLaterVersionIsPassedOver() {
        byte[] later = GroupFormat.encode(OFFSET);
        later[1] = 9;

        assertThat(GroupFormat.decodeOffset(later)).isEmpty();
    }

    @Test
    void whatIsNoPositionIsRefused() {
        byte[] unknownKind = GroupFormat.encode(OFFSET);
        unknownKind[2] = 9;

        assertThatThrownBy(() -> GroupFormat.decodeOffset(new byte[] {0})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GroupFormat.decodeOffset(unknownKind))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no kind of group of number 9");
    }

    @Test
    void aTableHoldsTheNewestOfOneFlowAndPassesOverEverythingElse() {
        GroupEntries entries = new GroupEntries("link-1");
        GroupOffset later = offset(GroupKind.CONSUMER, new GroupOutcome.Pending("waits"));
        byte[] key = CheckpointFormat.encode(KEY);

        entries.take(null, new byte[] {1});
        entries.take(new byte[] {1}, new byte[] {1});
        entries.take(
                CheckpointFormat.encode(new CheckpointKey.Group("link-2", "billing", "orders", 3)),
                GroupFormat.encode(OFFSET));
        entries.take(
                CheckpointFormat.encode(new CheckpointKey.Claiming("link-1", Claim.Claimant.TASK, 0)),
                CheckpointFormat.encode(Claim.ofTask(0, 1, 7)));
        entries.take(key, GroupFormat.encode(OFFSET));
        entries.take(key, GroupFormat.encode(later));
        entries.take(CheckpointFormat.encode(new CheckpointKey.GroupPass("link-1")), GroupFormat.encode(PASS));

        assertThat(entries.offsets()).containsOnlyKeys(KEY).containsValue(later);
        assertThat(entries.lastPass()).contains(PASS);
        entries.take(key, null);
        assertThat(entries.offsets()).isEmpty();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
