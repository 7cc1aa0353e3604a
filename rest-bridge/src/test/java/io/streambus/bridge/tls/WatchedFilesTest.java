package io.streambus.bridge.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private Path file;
    private WatchedFiles<String> watched;

    @BeforeEach
    void open() throws IOException {
        file = Files.writeString(directory.resolve("file"), "one");
        watched = WatchedFiles.open("the words", List.of(file), WatchedFilesTest::word, nanos::get);
    }

    private static String word(List<byte[]> contents) {
        String word = new String(contents.get(0), UTF_8);
        if (word.isBlank()) {
            throw new FaultyFileException("there is no word");
        }
        return word;
    }

    @Test
    void a_change_is_seen_within_a_second() throws IOException {
        Files.writeString(file, "two!");

        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        assertThat(watched.current()).isEqualTo("one");
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(watched.current()).isEqualTo("two!");
    }

    @Test
    void a_file_that_is_moved_into_place_is_seen_though_size_and_time_are_the_same() throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        Path other = Files.writeString(directory.resolve("other"), "two");
        Files.setLastModifiedTime(other, time);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(later()).isEqualTo("two");
    }

    @Test
    void faulty_and_missing_files_leave_what_was_read_before() throws IOException {
        Files.writeString(file, "");
        assertThat(later()).isEqualTo("one");

        Files.delete(file);
        assertThat(later()).isEqualTo("one");

        Files.writeString(file, "three");
        assertThat(later()).isEqualTo("three");
    }

    private String later() {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        return watched.current();
    }
}
