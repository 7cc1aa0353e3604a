package io.streambus.bridge.http.guard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes guessing seen: counts the logins that are refused, and says so in the log, one line at a time however many there are. Thread-safe: the time and
 * the number are guarded by {@code this}.
 */
final class RefusedLogins {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedLogins.class);
    private static final long INTERVAL_NS = Duration.ofSeconds(10).toNanos();

    private final Counter wrong;
    private final Counter tooMany;
    private final LongSupplier nanoTime;
    private boolean said;
    private long lastNs;
    private long unsaid;

    RefusedLogins(MeterRegistry registry, LongSupplier nanoTime) {
        this.wrong = counter(registry, "wrong");
        this.tooMany = counter(registry, "too_many");
        this.nanoTime = nanoTime;
    }

    private static Counter counter(MeterRegistry registry, String reason) {
        return Counter.builder("streambus.bridge.logins.refused")
                .description("Logins that were refused, because they were wrong or too many at a time")
                .tag("reason", reason)
                .register(registry);
    }

    /** @param user fit for logs */
    void wrong(InetAddress from, Optional<String> user) {
        wrong.increment();
        say("is wrong", from, user);
    }

    /** @param user fit for logs */
    void tooMany(InetAddress from, Optional<String> user) {
        tooMany.increment();
        say("has to wait", from, user);
    }

    private void say(String what, InetAddress from, Optional<String> user) {
        long others = 0;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (said && now - lastNs < INTERVAL_NS) {
                unsaid++;
                return;
            }
            others = unsaid;
            unsaid = 0;
            said = true;
            lastNs = now;
        }
        LOG.warn(
                "A login from {}{} {}, and is refused; so were {} others since the last such line.",
                from.getHostAddress(),
                user.map(name -> " as " + name).orElse(""),
                what,
                others);
    }
}
