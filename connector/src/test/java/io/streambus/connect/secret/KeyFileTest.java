package io.streambus.connect.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("keys");
    }

    @Test
    void aNewFileHoldsOneKeyAndOnlyItsOwnerMayReadIt() throws IOException {
        String id = KeyFile.create(file);

        assertThat(KeyFile.read(file).ids()).containsExactly(id);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anExistingFileIsNeverReplaced() throws IOException {
        KeyFile.create(file);
        String before = Files.readString(file);

        assertThatThrownBy(() -> KeyFile.create(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent(before);
    }

    @Test
    void aRotatedFileEncryptsWithTheNewKeyAndOpensWhatTheOldOneEncrypted() throws IOException {
        String old = KeyFile.create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        SecretBox box = new SecretBox(file);
        SecretReference secret = box.seal("l/c/p", "hunter2");

        String added = KeyFile.rotate(file);

        assertThat(KeyFile.read(file).ids()).containsExactly(added, old);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(box.open(secret)).isEqualTo("hunter2");
        SecretReference renewed = box.renew(secret);
        assertThat(renewed.sealed()).startsWith("v1." + added + '.');
        assertThat(box.open(renewed)).isEqualTo("hunter2");
        assertThat(box.renew(renewed)).isSameAs(renewed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw-----w-", "rw------x"})
    void aFileThatOthersMayReadOrWriteIsRefused(String mode) throws IOException {
        KeyFile.create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(SecretException.class)
                .hasMessageContainingAll(file.toString(), mode, "chmod 600");
    }

    @Test
    void aFileThatIsMissingIsRefusedWithTheCommandThatMakesOne() {
        assertThatThrownBy(() -> KeyFile.read(file)).hasMessageContainingAll("does not exist", "streambus secrets key");
    }

    @ParameterizedTest
    @CsvSource({
        "'', holds no key",
        "'streambus-keys v2', does not begin with",
        "'streambus-keys v1', holds no key",
        "'streambus-keys v1|k1', line 2",
        "'streambus-keys v1|k1 AAAA', line 2",
        "'streambus-keys v1|k1 no*base64', line 2",
        "'streambus-keys v1|K 1 " + KEY + "', line 2",
        "'streambus-keys v1|k1 " + KEY + "|# again|k1 " + KEY + "', line 4"
    })
    void whatIsNoKeyFileIsRefusedWithoutRepeatingIt(String lines, String reason) throws IOException {
        KeyFile.create(file);
        Files.writeString(file, lines.replace('|', '\n'));

        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContainingAny(KEY, "no*base64");
    }

    @Test
    void twoEncryptionsOfOneSecretDiffer() throws IOException {
        KeyFile.create(file);
        SecretBox box = new SecretBox(file);

        assertThat(box.seal("l/c/p", "hunter2")).isNotEqualTo(box.seal("l/c/p", "hunter2"));
    }
}
