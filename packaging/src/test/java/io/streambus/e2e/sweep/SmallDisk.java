package io.streambus.e2e.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system in memory that can be filled to the last block. Mounting wants a privileged user of Linux. Confined to the test's thread. */
final class SmallDisk implements AutoCloseable {

    private static final String SIZE = "128m";
    private static final int BLOCK = 4_096;

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    static SmallDisk mount(Path root) throws IOException, InterruptedException {
        Files.createDirectories(root);
        run(List.of("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "sweep", root.toString()));
        return new SmallDisk(root);
    }

    Path root() {
        return root;
    }

    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            byte[] block = new byte[BLOCK];
            while (true) {
                filler.write(block);
            }
        } catch (IOException e) {
            assertThat(Files.getFileStore(root).getUsableSpace())
                    .as("%s is full: %s", root, e)
                    .isLessThan(BLOCK);
        }
    }

    void empty() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return root.resolve("filler");
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run(List.of("umount", "-l", root.toString()));
    }
}
