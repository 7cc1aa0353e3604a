package io.streambus.cli.link.lifecycle;

import static io.streambus.cli.BridgeStub.LINKS;
import static io.streambus.cli.link.StubbedLinks.ACTIVE;
import static io.streambus.cli.link.StubbedLinks.INVALID_STATE;
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

class MoveCommandTest {

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
    void startWaitsUntilTheLinkIsActive() {
        String initializing = ACTIVE.replace("\"active\"", "\"initializing\"");
        bridge.on("POST " + ONE + "/start?wait=1", initializing)
                .on("GET " + ONE, new Answer(200, initializing), new Answer(200, ACTIVE));

        assertThat(run("link start link-1")).isZero();

        assertThat(cli.out()).isEqualTo("link-1: active\n");
        assertThat(bridge.calls()).containsExactly("POST " + ONE + "/start?wait=1", "GET " + ONE, "GET " + ONE);
    }

    @Test
    void withoutAWaitNothingIsWaitedFor() {
        bridge.on("POST " + ONE + "/start?wait=0", new Answer(202, ACTIVE.replace("\"active\"", "\"initializing\"")));

        assertThat(run("link start link-1 --wait=0")).isZero();
        assertThat(cli.out()).isEqualTo("link-1: initializing\n");
    }

    @Test
    void aWaitThatIsOverHasACodeOfItsOwn() {
        String stuck = STOPPED.replace("\"status\"", "\"status_reason\":\"Connect does not answer\",\"status\"");
        bridge.on("POST " + ONE + "/stop?wait=0", new Answer(202, stuck)).on("GET " + ONE, stuck);

        assertThat(run("link stop link-1 --wait 100ms")).isEqualTo(9);
        assertThat(cli.err()).contains("Connect does not answer").contains("the bridge goes on");
    }

    @Test
    void aLinkThatFailsInsteadOfStartingIsAFailureWithItsReason() {
        String failed = ACTIVE.replace(
                "\"status\":\"active\"", "\"status\":\"failed\",\"status_reason\":\"us-west-1 refuses the password\"");
        bridge.on("POST " + ONE + "/start?wait=1", failed);

        assertThat(run("link start link-1")).isEqualTo(1);
        assertThat(cli.err()).contains("us-west-1 refuses the password");
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthersFromTheirTurn() {
        bridge.on("POST " + ONE + "/pause?wait=1", PAUSED);

        assertThat(run("link pause nobody link-1")).isEqualTo(3);

        assertThat(cli.out()).isEqualTo("link-1: paused\n");
        assertThat(cli.err()).contains("streambus link pause: nobody: ");
    }

    @Test
    void allMeansEveryLinkThatMayBeMoved() {
        bridge.on("GET " + LINKS, "[" + STOPPED.replace("link-1", "b") + "," + ACTIVE + "]")
                .on("POST " + LINKS + "/b/pause?wait=1", new Answer(409, INVALID_STATE))
                .on("POST " + ONE + "/pause?wait=1", PAUSED);

        assertThat(run("link pause --all")).isZero();
        assertThat(cli.out()).isEqualTo("link-1: paused\n");

        assertThat(run("link pause b")).isEqualTo(4);
    }

    private int run(String command) {
        return cli.run(command, bridge);
    }
}
