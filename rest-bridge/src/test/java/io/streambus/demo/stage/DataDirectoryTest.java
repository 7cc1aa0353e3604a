package io.streambus.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path temp;

    @Test
    void aTemporaryDirectoryGoesWithAllItHolds() throws IOException {
        DataDirectory data = DataDirectory.open(Optional.empty(), Ports.STANDARD);
        Files.createDirectories(data.cluster("us-west-1"));
        Files.writeString(data.cluster("us-west-1").resolve("segment.log"), "x");

        data.removeIfTemporary();

        assertThat(data.path()).doesNotExist();
    }

    @Test
    void aGivenDirectoryStays() {
        DataDirectory data = DataDirectory.open(Optional.of(temp.resolve("kept")), Ports.STANDARD);

        data.removeIfTemporary();

        assertThat(data.logs()).isDirectory();
    }

    @Test
    void aGivenDirectoryIsTakenUpAgainOnTheSamePorts() {
        DataDirectory.open(Optional.of(temp), Ports.from(20_000));

        assertThat(DataDirectory.open(Optional.of(temp), Ports.from(20_000)).path())
                .isEqualTo(temp.toAbsolutePath());
    }

    @Test
    void dataOfOtherPortsIsRefusedWithTheWayOut() {
        DataDirectory.open(Optional.of(temp), Ports.from(20_000));

        assertThatThrownBy(() -> DataDirectory.open(Optional.of(temp), Ports.STANDARD))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("west 20000")
                .hasMessageContaining("west 9092")
                .hasMessageContaining("--data-dir");
    }

    @Test
    void aFileInThePlaceOfTheDirectoryIsNamed() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.open(Optional.of(file), Ports.STANDARD))
                .isInstanceOf(StageException.class)
                .hasMessageContaining(file.toString());
    }
}
