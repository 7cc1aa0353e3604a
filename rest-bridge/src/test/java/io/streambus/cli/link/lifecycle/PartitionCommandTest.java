package io.streambus.cli.link.lifecycle;

import static io.streambus.cli.link.StubbedLinks.ACTIVE;
import static io.streambus.cli.link.StubbedLinks.ONE;
import static io.streambus.cli.link.StubbedLinks.PAUSED;
import static io.streambus.cli.link.StubbedLinks.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.cli.BridgeStub;
import io.streambus.cli.BridgeStub.Answer;
import io.streambus.cli.Cli;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionCommandTest {

    private static final String SKIP = "POST " + ONE + "/partitions/my-orders-3/skip";
    private static final String SKIPPED = """
            {"link_id":"link-1","flow":"streambus.link-1.a.to.b","source_cluster_id":"a","topic":"my-orders","partition":3,
             "action":"skip","stood_at":1041,"next_source_offset":1042}""";
    private static final String RUNS = """
            {"code":"INVALID_STATE","status":409,"detail":"link link-1 is active and must be stopped first; POST …/stop does it",
             "allowed_actions":["stop","pause"]}""";

    @TempDir
    Path temp;

    private BridgeStub bridge;
    private Cli cli;

    @BeforeEach
    void startBridge() throws IOException {
        bridge = new BridgeStub();
        cli = new Cli(temp);
    }

    @AfterEach
    void stopBridge() {
        bridge.close();
    }

    @Test
    void aPartitionOfAStoppedLinkIsSkippedAndTheOffsetIsSaid() {
        bridge.on(SKIP, SKIPPED);

        assertThat(cli.run("link skip link-1 --partition my-orders-3", bridge))
                .as(cli.err())
                .isZero();

        assertThat(cli.out()).isEqualTo("link-1: my-orders-3 goes on at source offset 1,042; it stood at 1,041\n");
        assertThat(bridge.calls()).containsExactly(SKIP);
    }

    @Test
    void aFlowIsNamedAndProgramsReadTheAnswer() {
        String restart = "POST " + ONE + "/partitions/orders-0/restart?flow=streambus.link-1.a.to.b";
        bridge.on(restart, SKIPPED);

        assertThat(cli.run("link restart link-1 --partition orders-0 --flow streambus.link-1.a.to.b -o json", bridge))
                .as(cli.err())
                .isZero();

        assertThat(cli.out()).contains("\"next_source_offset\" : 1042");
    }

    @Test
    void aLinkThatRunsIsLeftAloneUnlessTold() {
        bridge.on(SKIP, new Answer(409, RUNS));

        assertThat(cli.run("link skip link-1 --partition my-orders-3", bridge)).isEqualTo(4);

        assertThat(cli.err())
                .contains("link link-1 is active and must be stopped first (INVALID_STATE)")
                .endsWith("  next: streambus link skip --stop stops it for that, and starts it again\n");
    }

    @Test
    void aLinkThatRunsIsStoppedAndStartedAgainIfTold() {
        bridge.on("GET " + ONE, ACTIVE)
                .on("POST " + ONE + "/stop?wait=1", STOPPED)
                .on(SKIP, SKIPPED)
                .on("POST " + ONE + "/start?wait=1", ACTIVE);

        assertThat(cli.run("link skip link-1 --partition my-orders-3 --stop", bridge))
                .as(cli.err())
                .isZero();

        assertThat(bridge.calls())
                .containsExactly("GET " + ONE, "POST " + ONE + "/stop?wait=1", SKIP, "POST " + ONE + "/start?wait=1");
    }

    @Test
    void alsoAfterARefusalItRunsAgain() {
        bridge.on("GET " + ONE, ACTIVE)
                .on("POST " + ONE + "/stop?wait=1", STOPPED)
                .on(
                        SKIP,
                        new Answer(
                                404, "{\"code\":\"PARTITION_NOT_FOUND\",\"detail\":\"link-1 has no such partition\"}"))
                .on("POST " + ONE + "/start?wait=1", ACTIVE);

        assertThat(cli.run("link skip link-1 --partition my-orders-3 --stop", bridge))
                .isEqualTo(3);

        assertThat(bridge.calls()).endsWith("POST " + ONE + "/start?wait=1");
        assertThat(cli.err()).endsWith("  next: streambus link metrics LINK --partitions shows them\n");
    }

    @Test
    void aLinkThatWasPausedStaysStopped() {
        bridge.on("GET " + ONE, PAUSED)
                .on("POST " + ONE + "/stop?wait=1", STOPPED)
                .on(SKIP, SKIPPED);

        assertThat(cli.run("link skip link-1 --partition my-orders-3 --stop", bridge))
                .as(cli.err())
                .isZero();

        assertThat(bridge.calls()).containsExactly("GET " + ONE, "POST " + ONE + "/stop?wait=1", SKIP);
    }
}
