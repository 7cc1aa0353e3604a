package io.streambus.bridge.link;

import java.util.Comparator;
import java.util.Objects;

/**
 * Names one direction of a link.
 *
 * @param source cluster_id of the cluster that is read
 * @param target cluster_id of the cluster that is written to
 */
public record FlowId(String source, String target) implements Comparable<FlowId> {

    private static final Comparator<FlowId> ORDER =
            Comparator.comparing(FlowId::source).thenComparing(FlowId::target);

    public FlowId {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        if (source.equals(target)) {
            throw new IllegalArgumentException("a flow goes from one cluster to another, found " + source + " twice");
        }
    }

    public FlowId reversed() {
        return new FlowId(/* source= */ target, /* target= */ source);
    }

    @Override
    public int compareTo(FlowId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return source + '>' + target;
    }
}
