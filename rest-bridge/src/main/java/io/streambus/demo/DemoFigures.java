package io.streambus.demo;

import io.streambus.demo.link.DemoLinkView;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** The demo's figures in words. */
final class DemoFigures {

    private DemoFigures() {}

    /**
     * The live line; fits 80 columns.
     *
     * @param target how many records are to be produced; empty: without end
     */
    static String line(long produced, OptionalLong target, long replicated, DemoLinkView view) {
        return "produced " + number(produced)
                + (target.isPresent() ? " of " + number(target.getAsLong()) : "")
                + "   replicated " + number(replicated)
                + "   " + text(view);
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /** Records per second. */
    static String rate(long records, Duration duration) {
        return number(records * 1000 / Math.max(1, duration.toMillis())) + " records/s";
    }

    /** What failed and why, down to the first cause; Kafka's clients say the what on the outside only. */
    static String chain(Throwable failure) {
        StringBuilder chain = new StringBuilder(failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String why = String.valueOf(cause.getMessage());
            if (chain.indexOf(why) < 0) {
                chain.append(": ").append(why);
            }
        }
        return chain.toString();
    }

    private static String text(DemoLinkView view) {
        if (view instanceof DemoLinkView.Seen seen) {
            // Before and after "active", the status says more than a health that has nothing to judge.
            String health = seen.status().equals("active") ? seen.health() : seen.status();
            return "lag " + number(seen.lagMs()) + " ms   " + health;
        }
        return ((DemoLinkView.Unavailable) view).reason();
    }
}
