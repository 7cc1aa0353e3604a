package io.streambus.bridge.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.streambus.bridge.tls.WatchedFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Users with passwords. A verdict is remembered for a while, so that the slow hash does not cost each request; logins that are not remembered are
 * checked by few threads at once, so that guessing does not keep the bridge from its work, and few of one address, so that it keeps nobody else out.
 *
 * <p>Thread-safe.
 */
final class Passwords {

    private static final int CHECKS_AT_ONCE = 2;
    private static final int REMEMBERED_MOST = 1_000;

    /** Renewed by use, so that who works with the bridge does not meet those who guess at all. */
    private static final Duration RIGHT_REMEMBERED = Duration.ofMinutes(30);

    private static final Duration RIGHT_REMEMBERED_AT_MOST = Duration.ofHours(12);
    private static final Duration WRONG_REMEMBERED = Duration.ofMinutes(5);

    /** A file's contents and the verdicts on them: a changed file forgets them all. Wrong logins do not push out right ones. */
    private record Book(Map<String, Entry> users, Cache<String, User> right, Cache<String, Boolean> wrong) {
        static Book of(List<byte[]> contents) {
            Map<String, Entry> users = new HashMap<>();
            UserLines.read(
                            contents.get(0),
                            PasswordHash::parse,
                            "$pbkdf2-sha256$… hash; make the line with streambus hash-password",
                            true)
                    .forEach((hash, user) -> users.put(user.name(), new Entry(user, hash)));
            return new Book(
                    users,
                    Caffeine.newBuilder()
                            .maximumSize(REMEMBERED_MOST)
                            .expireAfterAccess(RIGHT_REMEMBERED)
                            .expireAfterWrite(RIGHT_REMEMBERED_AT_MOST)
                            .build(),
                    Caffeine.newBuilder()
                            .maximumSize(REMEMBERED_MOST)
                            .expireAfterWrite(WRONG_REMEMBERED)
                            .build());
        }
    }

    private record Entry(User user, PasswordHash hash) {}

    private final WatchedFiles<Book> file;
    private final GuessLimits limits = new GuessLimits(System::nanoTime);
    private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE);
    /** Makes what the cache holds worthless outside of this process. */
    private final byte[] pepper = new byte[32];
    /** Checked for users that do not exist, so that time does not tell who does. */
    private final PasswordHash nobody = PasswordHash.ofNoPassword();

    private Passwords(WatchedFiles<Book> file) {
        this.file = file;
        new SecureRandom().nextBytes(pepper);
    }

    static Passwords open(Path path) throws IOException {
        return new Passwords(WatchedFiles.open("the passwords", List.of(path), Book::of));
    }

    Authentication check(InetAddress from, BasicCredential credential) {
        Book book = file.current();
        String key = key(credential.name(), credential.password());
        User known = book.right().getIfPresent(key);
        if (known != null) {
            return new Authentication.Known(known);
        }
        if (book.wrong().getIfPresent(key) != null) {
            return Authentication.UNKNOWN;
        }
        Optional<Duration> wait = limits.begin(from);
        if (wait.isPresent()) {
            return new Authentication.Busy(wait.get());
        }
        try {
            if (!checks.tryAcquire()) {
                return Authentication.BUSY;
            }
            try {
                return checked(from, book, key, credential);
            } finally {
                checks.release();
            }
        } finally {
            limits.end(from);
        }
    }

    private Authentication checked(InetAddress from, Book book, String key, BasicCredential credential) {
        Entry entry = book.users().get(credential.name());
        PasswordHash hash = entry == null ? nobody : entry.hash();
        if (hash.matches(credential.password().toCharArray()) && entry != null) {
            book.right().put(key, entry.user());
            return new Authentication.Known(entry.user());
        }
        book.wrong().put(key, true);
        limits.wrong(from);
        return Authentication.UNKNOWN;
    }

    private String key(String name, String password) {
        MessageDigest digest = Token.newSha256();
        digest.update(pepper);
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        // No name holds a zero.
        digest.update((byte) 0);
        return HexFormat.of().formatHex(digest.digest(password.getBytes(StandardCharsets.UTF_8)));
    }
}
