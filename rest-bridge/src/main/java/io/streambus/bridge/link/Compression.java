package io.streambus.bridge.link;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Kafka's codecs, by the words that producers take as {@code compression.type}. */
public enum Compression {
    NONE,
    GZIP,
    SNAPPY,
    LZ4,
    ZSTD;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Compression> of(String word) {
        return Arrays.stream(values())
                .filter(codec -> codec.word().equals(word))
                .findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Compression::word).toList();
    }
}
