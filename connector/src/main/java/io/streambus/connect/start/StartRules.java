package io.streambus.connect.start;

import java.util.Objects;

/**
 * What the flow's settings say of where a partition goes on.
 *
 * @param onSourceGap where the source has lost records
 * @param onTargetGap where the target has
 * @param fromLatest whether a partition that was never read starts at its end
 * @param transactional whether records are, or may be, written in transactions (exactly-once)
 * @param adoptsTopics whether a topic of the target may be written to that holds records and is not this flow's own
 * @param keysArrive whether keys arrive on the target as they were; a foreign transform may change them
 * @param valuesArrive likewise
 * @param headersArrive whether headers do
 */
public record StartRules(
        GapPolicy onSourceGap,
        GapPolicy onTargetGap,
        boolean fromLatest,
        boolean transactional,
        boolean adoptsTopics,
        boolean keysArrive,
        boolean valuesArrive,
        boolean headersArrive) {

    public StartRules {
        Objects.requireNonNull(onSourceGap, "onSourceGap");
        Objects.requireNonNull(onTargetGap, "onTargetGap");
    }
}
