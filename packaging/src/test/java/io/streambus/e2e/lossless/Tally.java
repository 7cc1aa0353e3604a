package io.streambus.e2e.lossless;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.e2e.replication.Cluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What became of a source partition's records, told by everything that a record is: key, value, timestamp and headers, but for our own. No two
 * records of the source may be the same.
 *
 * @param copied records of the source that are on the target, each once
 * @param lost records of the source that are not on the target
 * @param twice copies on the target besides the first one of each record
 * @param others records on the target that the source does not have
 * @param reordered records whose first copy stands behind that of a later record
 */
record Tally(int copied, List<String> lost, List<String> twice, List<String> others, int reordered) {

    private static final int SHOWN = 5;

    static Tally of(List<ConsumerRecord<byte[], byte[]>> source, List<ConsumerRecord<byte[], byte[]>> target) {
        Map<String, Integer> places = new HashMap<>();
        List<String> wanted = Cluster.contents(source);
        for (int i = 0; i < wanted.size(); i++) {
            if (places.put(wanted.get(i), i) != null) {
                throw new IllegalArgumentException(
                        "the source has a record twice, so that copies cannot be told: " + wanted.get(i));
            }
        }
        boolean[] seen = new boolean[wanted.size()];
        List<String> twice = new ArrayList<>();
        List<String> others = new ArrayList<>();
        int furthest = -1;
        int reordered = 0;
        for (String found : Cluster.contents(target)) {
            Integer place = places.get(found);
            if (place == null) {
                others.add(found);
            } else if (seen[place]) {
                twice.add(found);
            } else {
                seen[place] = true;
                reordered += place < furthest ? 1 : 0;
                furthest = Math.max(furthest, place);
            }
        }
        List<String> lost = new ArrayList<>();
        for (int i = 0; i < seen.length; i++) {
            if (!seen[i]) {
                lost.add("#" + i + " " + wanted.get(i));
            }
        }
        return new Tally(seen.length - lost.size(), lost, twice, others, reordered);
    }

    static Tally of(Cluster source, Cluster target, String topic, int partition) {
        return of(source.read(topic, partition), target.read(topic, partition));
    }

    /** Of two partitions together. */
    Tally and(Tally more) {
        return new Tally(
                copied + more.copied,
                join(lost, more.lost),
                join(twice, more.twice),
                join(others, more.others),
                reordered + more.reordered);
    }

    private static List<String> join(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Every record of the source once, as it was, and nothing else. */
    void assertExactlyOnce() {
        assertNothingLost();
        assertThat(twice.size()).as("twice: %s", this).isZero();
        assertThat(others.size()).as("on the target only: %s", this).isZero();
    }

    /** Every record of the source once, as it was, in its order, and nothing else. */
    void assertExactlyOnceInOrder() {
        assertExactlyOnce();
        assertThat(reordered).as("reordered: %s", this).isZero();
    }

    void assertNothingLost() {
        assertThat(lost.size()).as("lost: %s", this).isZero();
    }

    /** For the build's log. */
    Tally print(String what) {
        System.out.printf("%s: %s%n", what, this);
        return this;
    }

    @Override
    public String toString() {
        return String.format(
                "%d copied, %d lost%s, %d twice%s, %d on the target only%s, %d reordered",
                copied, lost.size(), first(lost), twice.size(), first(twice), others.size(), first(others), reordered);
    }

    private static String first(List<String> records) {
        return records.isEmpty()
                ? ""
                : " (" + String.join("; ", records.subList(0, Math.min(SHOWN, records.size()))) + ")";
    }
}
