package io.streambus.bridge.health;

import io.streambus.bridge.health.LinkHealth.Status;
import java.util.Locale;
import java.util.Objects;

/**
 * What a rule has found about a link that is meant to run.
 *
 * @param severity what the link is at best while this holds; {@link Status#HEALTHY} for what only should be known
 * @param sentence which one, what, the figures, and what to do
 */
public record HealthFinding(Status severity, String sentence) {
    public HealthFinding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(sentence, "sentence");
    }

    static HealthFinding of(Status severity, String sentence, Object... figures) {
        return new HealthFinding(severity, String.format(Locale.ROOT, sentence, figures));
    }
}
