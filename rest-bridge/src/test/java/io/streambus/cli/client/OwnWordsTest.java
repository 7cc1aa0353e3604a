package io.streambus.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over sentences of the bridge. */
class OwnWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "there is no link a; GET /api/v1/replication/links lists those that are|there is no link a",
                "link a exists already; PUT changes it, another id makes another link|link a exists already",
                "link a is active and must be stopped before it is deleted; POST …/stop first|link a is active and must be stopped before it is deleted",
                "no metadata in 5 s. DELETE with ?force=true leaves them behind|no metadata in 5 s",
                "cluster x is not registered (POST /api/v1/clusters registers one)|cluster x is not registered",
                "the document has 6 faults; errors names each by JSON pointer|the document has 6 faults",
                "Connect is away. The new version is stored.|Connect is away. The new version is stored.",
                "must be host:port; found \"x\"|must be host:port; found \"x\"",
                "there is no link GET|there is no link GET",
                "It stands still. To end it by decision: POST …/links/l/stop, then …/partitions/a-b-0/skip or …/partitions/a-b-0/restart, then …/start.|It stands still. To end it by decision: streambus link skip l --partition a-b-0 --stop, or restart instead of skip.",
                "To end it by decision: POST …/links/l/stop, then …/partitions/a-0/restart, then …/start.|To end it by decision: streambus link restart l --partition a-0 --stop."
            })
    void calls_are_left_out_and_everything_else_stays(String said, String shown) {
        assertThat(OwnWords.of(said)).isEqualTo(shown);
    }
}
