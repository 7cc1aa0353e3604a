package io.streambus.cli.context;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.process.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * The file of contexts: {@code $STREAMBUS_CONFIG}, else {@code ~/.streambus/config.yaml}. It is written for its owner only, and not read if others
 * could read a secret in it, write a command into it or say where its logins are sent.
 */
public final class ContextFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private static final Set<PosixFilePermission> WRITE_OF_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path file;

    ContextFile(Path file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    public static ContextFile of(Surroundings surroundings) {
        String named = surroundings.environment().getOrDefault("STREAMBUS_CONFIG", "");
        return new ContextFile(
                named.isEmpty() ? surroundings.home().resolve(".streambus").resolve("config.yaml") : Path.of(named));
    }

    /**
     * Reads the contexts; none if there is no file.
     *
     * @throws CommandFailure if the file is wrong or open to others
     */
    public Contexts read() {
        if (!Files.exists(file)) {
            return Contexts.NONE;
        }
        try {
            JsonNode content = yaml().readTree(file.toFile());
            Contexts contexts =
                    content.isMissingNode() || content.isNull() ? Contexts.NONE : ContextFormat.read(content);
            if (ContextFormat.holdsSecretsOrCommands(contexts) && isOpenToOthers()) {
                throw failure(
                        "holds secrets or commands and is open to others than its owner: chmod 600 '" + file + "'");
            }
            if (ContextFormat.logsIn(contexts) && isWritableForOthers()) {
                throw failure(
                        "says where logins are sent, and others than its owner can write it: chmod 600 '" + file + "'");
            }
            return contexts;
        } catch (JsonProcessingException e) {
            // The parser's own message shows the lines, and a secret with them.
            String line =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw failure("is no YAML" + line);
        } catch (IOException e) {
            throw failure("cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            throw failure("is wrong: " + e.getMessage());
        }
    }

    /** Replaces the file in one step. */
    public void write(Contexts contexts) {
        try {
            Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a directory");
            Files.createDirectories(directory);
            Path fresh = isPosix(directory)
                    ? Files.createTempFile(
                            directory, ".config-", ".yaml", PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                    : Files.createTempFile(directory, ".config-", ".yaml");
            try {
                Files.writeString(fresh, yaml().writeValueAsString(ContextFormat.write(contexts)));
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw failure("cannot be written: " + e);
        }
    }

    private boolean isWritableForOthers() throws IOException {
        return isPosix(file) && !Collections.disjoint(Files.getPosixFilePermissions(file), WRITE_OF_OTHERS);
    }

    private boolean isOpenToOthers() throws IOException {
        return isPosix(file) && !OWNER_ONLY.containsAll(withoutExecute(Files.getPosixFilePermissions(file)));
    }

    private static Set<PosixFilePermission> withoutExecute(Set<PosixFilePermission> permissions) {
        Set<PosixFilePermission> rest = EnumSet.noneOf(PosixFilePermission.class);
        rest.addAll(permissions);
        rest.remove(PosixFilePermission.OWNER_EXECUTE);
        return rest;
    }

    private static boolean isPosix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }

    private static ObjectMapper yaml() {
        return new ObjectMapper(YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .build());
    }

    private CommandFailure failure(String what) {
        return new CommandFailure(ExitCode.USAGE, "the context file '" + file + "' " + what);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
