package io.streambus.bridge.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Users with passwords. A verdict is remembered for a while, so that the slow hash does not cost each request; logins that are not remembered are
 * checked by few threads at once, so that guessing does not keep the bridge from its work.
 *
 * <p>Thread-safe.
 */
final class Passwords {

    private static final int CHECKS_AT_ONCE = 2;
    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int REMEMBERED_MOST = 1_000;

    /** A file's contents and the verdicts on them: a changed file forgets them all. */
    private record Book(Map<String, Entry> users, Cache<String, Boolean> verdicts) {
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
                            .expireAfterWrite(REMEMBERED)
                            .build());
        }
    }

    private record Entry(User user, PasswordHash hash) {}

    private final WatchedFiles<Book> file;
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

    Verdict check(String name, String password) {
        Book book = file.current();
        String key = key(name, password);
        Boolean known = book.verdicts().getIfPresent(key);
        if (known == null) {
            if (!checks.tryAcquire()) {
                return Verdict.BUSY;
            }
            try {
                Entry entry = book.users().get(name);
                boolean matches =
                        (entry == null ? nobody : entry.hash()).matches(password.toCharArray()) && entry != null;
                book.verdicts().put(key, matches);
                known = matches;
            } finally {
                checks.release();
            }
        }
        return known ? new Verdict.Known(book.users().get(name).user()) : Verdict.UNKNOWN;
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
