package io.streambus.connect.secret;

import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The file of keys that bridge and workers share. UTF-8 text: empty lines and lines that begin with {@code #} are left out; the first of the
 * others is {@value #HEADER}, each further one a key, its id and its 32 bytes in base64, separated by a space. The first key encrypts, all decrypt.
 */
public final class KeyFile {

    static final String HEADER = "streambus-keys v1";

    private static final String COMMENT = """
            # Keys for the secrets of StreamBus links. Bridge and workers need the same file; whoever reads it can decrypt them.
            # The first key encrypts, all of them decrypt. Remove a key only when no link is encrypted with it any more.
            """;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> TOO_OPEN =
            Set.of(GROUP_WRITE, OTHERS_READ, OTHERS_WRITE, OTHERS_EXECUTE);
    private static final int ID_BYTES = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyFile() {}

    /** @throws SecretException if the file cannot be read, may be read by everybody, or holds no keys of version 1 */
    static KeyRing read(Path file) {
        try {
            requireClosed(file);
            return new KeyRing(parse(file, Files.readAllLines(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            throw new SecretException("the key file " + file + " does not exist; ./streambus secrets key " + file
                    + " makes one, for the bridge and its workers alike");
        } catch (IOException e) {
            // Not its message: of bytes that are no UTF-8 it might tell some.
            throw new SecretException(
                    "the key file " + file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /**
     * Makes a file with one new key that only its owner may read.
     *
     * @return the key's id
     * @throws FileAlreadyExistsException if there is a file: its keys must not get lost
     */
    public static String create(Path file) throws IOException {
        String id = newId();
        Files.createFile(file, ownerOnly(file));
        Files.writeString(file, COMMENT + HEADER + '\n' + newKey(id), StandardOpenOption.TRUNCATE_EXISTING);
        return id;
    }

    /**
     * Puts a new key before the others, which stay. The file is replaced in one step and keeps owner, group and mode.
     *
     * @return the new key's id
     * @throws SecretException as when it is read
     */
    public static String rotate(Path file) throws IOException {
        read(file);
        String id = newId();
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            text.append(line).append('\n');
            if (line.strip().equals(HEADER)) {
                text.append(newKey(id));
            }
        }
        Path directory = file.toAbsolutePath().getParent();
        Path next = Files.createTempFile(directory, ".streambus-keys", "", ownerOnly(file));
        try {
            Files.writeString(next, text);
            copyAccess(file, next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
        return id;
    }

    private static void copyAccess(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributes made = view.readAttributes();
        if (!made.owner().equals(old.owner())) {
            view.setOwner(old.owner());
        }
        if (!made.group().equals(old.group())) {
            view.setGroup(old.group());
        }
        view.setPermissions(old.permissions());
    }

    private static Map<String, byte[]> parse(Path file, List<String> lines) {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        boolean headed = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (headed) {
                key(file, i + 1, line, keys);
            } else if (line.equals(HEADER)) {
                headed = true;
            } else {
                throw new SecretException("the key file " + file + " does not begin with '" + HEADER
                        + "': it is none, or of a version that this program does not know");
            }
        }
        if (keys.isEmpty()) {
            throw new SecretException("the key file " + file + " holds no key; ./streambus secrets key makes one");
        }
        return keys;
    }

    /** The line is not repeated in faults: it may hold a key. */
    private static void key(Path file, int number, String line, Map<String, byte[]> keys) {
        String[] parts = line.split("\\s+", 2);
        byte[] bytes = {};
        try {
            bytes = parts.length == 2 ? Base64.getDecoder().decode(parts[1]) : bytes;
        } catch (IllegalArgumentException e) {
            // No base64 is as wrong as too few bytes: told below.
        }
        if (!KeyRing.isId(parts[0]) || bytes.length != KeyRing.KEY_BYTES) {
            throw new SecretException("line " + number + " of the key file " + file
                    + " must be a key: an id of letters a to z, digits and '-', a space, and " + KeyRing.KEY_BYTES
                    + " bytes in base64");
        }
        if (keys.put(parts[0], bytes) != null) {
            throw new SecretException("line " + number + " of the key file " + file
                    + " gives the id of an earlier key again; ids tell keys apart");
        }
    }

    private static void requireClosed(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> mode = view.readAttributes().permissions();
        if (mode.stream().anyMatch(TOO_OPEN::contains)) {
            throw new SecretException("the key file " + file + " has mode " + PosixFilePermissions.toString(mode)
                    + ": it may be read by its owner and group only, and written by its owner only; chmod 600 or 640");
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static String newId() {
        return HexFormat.of().formatHex(random(ID_BYTES));
    }

    private static String newKey(String id) {
        return id + ' ' + Base64.getEncoder().encodeToString(random(KeyRing.KEY_BYTES)) + '\n';
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
