package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Headers near the edges of the format: mostly valid hops with confusable names, some of them then damaged in one byte. */
final class RandomHeaders {

    private static final List<String> CLUSTERS =
            List.of("us-east", "us-east-1", "us-eas", "us-west", "us-west-1", "a", "east", "hub.1", "x".repeat(120));
    private static final List<String> TOPICS =
            List.of("orders", "orders.", "order", "xorders", "a", "0", "7", "copy.orders", "t".repeat(249));
    private static final byte[] SIGNS = "/@>:~09-.a \n\0\u00e4".getBytes(UTF_8);

    private final Random random;

    RandomHeaders(long seed) {
        this.random = new Random(seed);
    }

    byte[] next() {
        int count = random.nextInt(40) == 0 ? 62 + random.nextInt(5) : 1 + random.nextInt(4);
        List<String> hops = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            // Long chains would hold the target nearly always, and the hop limit would never be reached.
            String cluster = count > 4 ? "hub" : CLUSTERS.get(random.nextInt(CLUSTERS.size()));
            hops.add(cluster + '/' + partition() + '@' + number());
        }
        hops.add(last(count > 4));
        byte[] header = String.join(">", hops).getBytes(UTF_8);
        if (random.nextInt(3) == 0) {
            header[random.nextInt(header.length)] = SIGNS[random.nextInt(SIGNS.length)];
        }
        return header;
    }

    private String last(boolean longChain) {
        String cluster = longChain ? "hub" : CLUSTERS.get(random.nextInt(CLUSTERS.size()));
        String topic = topic();
        String renamed = random.nextInt(3) == 0 ? ":" + topic() : "";
        String bound = random.nextInt(3) == 0 ? "~" + (random.nextBoolean() ? 7 : number()) : "";
        return cluster + '/' + topic + renamed + '/' + partition() + '@' + number() + bound;
    }

    private String topic() {
        // Often the one that the tests' flows read, or nothing would ever count.
        return random.nextBoolean() ? "orders" : TOPICS.get(random.nextInt(TOPICS.size()));
    }

    private int partition() {
        return random.nextBoolean() ? 3 : random.nextInt() >>> (1 + random.nextInt(31));
    }

    /** Any number of any length, 12 often. */
    long number() {
        return random.nextInt(4) == 0 ? 12 : random.nextLong() >>> (1 + random.nextInt(63));
    }

    /** A timestamp that is sometimes one that a header is bound to, and sometimes unknown. */
    long timestamp() {
        return switch (random.nextInt(3)) {
            case 0 -> ProvenanceRule.UNKNOWN_TIMESTAMP;
            case 1 -> 7;
            default -> number();
        };
    }
}
