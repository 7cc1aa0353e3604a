package io.streambus.connect.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A generated page that is committed, so that people can read it without building. */
public final class CommittedPage {

    /** Set to {@code true}, this system property makes the tests write the pages instead of comparing them. */
    public static final String WRITE = "streambus.docs.write";

    private final Path file;
    private final boolean write;

    /** @param file the page's path from the repository's root */
    public CommittedPage(String file) {
        this(root().resolve(file), Boolean.getBoolean(WRITE));
    }

    CommittedPage(Path file, boolean write) {
        this.file = file;
        this.write = write;
    }

    /** Compares the committed page with the generated one, or replaces it if {@link #WRITE} says so. */
    public void assertEqualTo(String generated) throws IOException {
        if (write) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("%s is not what the code says: run mvn test -D%s=true and commit the page", file, WRITE)
                .isEqualTo(generated);
    }

    private static Path root() {
        // Surefire runs each module in its own folder, IDEs often in the root: the root is where the parent's modules
        // are.
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("smt/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder above " + Path.of("").toAbsolutePath()
                + " holds smt/pom.xml: run the test within the repository");
    }
}
