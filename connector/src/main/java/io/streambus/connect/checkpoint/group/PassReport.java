package io.streambus.connect.checkpoint.group;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one pass over all groups of a flow: all positions that are not written anew are as they were, as of then. Counts are of partitions of groups.
 *
 * @param startedAtMs when the groups were looked at, ms since the epoch
 * @param writtenAtMs when the pass had ended, ms since the epoch
 * @param groups how many groups there are
 * @param warnings what an operator should know, in sentences
 * @param error why the pass came to nothing; then the counts are 0
 */
public record PassReport(
        long startedAtMs,
        long writtenAtMs,
        int groups,
        int inSync,
        int pending,
        int active,
        int notTranslatable,
        List<String> warnings,
        Optional<String> error) {

    public PassReport {
        if (startedAtMs < 0 || writtenAtMs < startedAtMs || groups < 0) {
            throw new IllegalArgumentException("times and counts of a pass must be 0 or more, and it ends no earlier"
                    + " than it begins; found " + startedAtMs + " to " + writtenAtMs + ", " + groups + " groups");
        }
        if (inSync < 0 || pending < 0 || active < 0 || notTranslatable < 0) {
            throw new IllegalArgumentException("counts of a pass must be 0 or more, found " + inSync + ", " + pending
                    + ", " + active + ", " + notTranslatable);
        }
        warnings = List.copyOf(warnings);
        Objects.requireNonNull(error, "error");
    }
}
