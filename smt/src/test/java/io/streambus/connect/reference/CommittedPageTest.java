package io.streambus.connect.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommittedPageTest {

    @TempDir
    private Path folder;

    @Test
    void aPageThatDiffersOrIsMissingFailsTheBuildAndSaysHowToWriteIt() throws IOException {
        Path page = folder.resolve("page.md");

        assertThatThrownBy(() -> new CommittedPage(page, false).assertEqualTo("new\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dstreambus.docs.write=true");
        Files.writeString(page, "old\n");
        assertThatThrownBy(() -> new CommittedPage(page, false).assertEqualTo("new\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("page.md");
        assertThat(page).hasContent("old");
    }

    @Test
    void onDemandThePageIsWrittenAndThenIsTheSame() {
        Path page = folder.resolve("docs/page.md");

        assertThatCode(() -> {
                    new CommittedPage(page, true).assertEqualTo("new\n");
                    new CommittedPage(page, false).assertEqualTo("new\n");
                })
                .doesNotThrowAnyException();
    }
}
