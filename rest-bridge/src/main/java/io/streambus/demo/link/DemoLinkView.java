package io.streambus.demo.link;

import java.util.List;
import java.util.Objects;

/** What the bridge says of a link at one moment. */
public sealed interface DemoLinkView {

    /**
     * The bridge answered.
     *
     * @param status where the link's life cycle is
     * @param health what was observed
     * @param lagMs how far the target is behind the source
     * @param issues sentences about what is wrong; empty while healthy
     */
    record Seen(String status, String health, long lagMs, List<String> issues) implements DemoLinkView {
        public Seen {
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(health, "health");
            issues = List.copyOf(issues);
        }
    }

    /**
     * The bridge did not answer, or with an error; replication does not need it.
     *
     * @param reason in a few words
     */
    record Unavailable(String reason) implements DemoLinkView {}
}
