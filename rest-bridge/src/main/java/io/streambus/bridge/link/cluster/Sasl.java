package io.streambus.bridge.link.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a client proves who it is.
 *
 * @param username empty only for OAUTHBEARER whose client is described in {@link Security#properties()}
 * @param password empty under the same condition
 */
public record Sasl(Mechanism mechanism, Optional<String> username, Optional<Secret> password) {

    /** The mechanisms with fields of their own, by Kafka's words. */
    public enum Mechanism {
        PLAIN("PLAIN"),
        SCRAM_SHA_256("SCRAM-SHA-256"),
        SCRAM_SHA_512("SCRAM-SHA-512"),
        OAUTHBEARER("OAUTHBEARER");

        private final String word;

        Mechanism(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<Mechanism> of(String word) {
            return Arrays.stream(values())
                    .filter(mechanism -> mechanism.word.equals(word))
                    .findFirst();
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(Mechanism::word).toList();
        }
    }

    public Sasl {
        Objects.requireNonNull(mechanism, "mechanism");
        if (username.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("sasl_username and sasl_password go together");
        }
        if (username.isEmpty() && mechanism != Mechanism.OAUTHBEARER) {
            throw new IllegalArgumentException(mechanism.word() + " needs sasl_username and sasl_password");
        }
    }
}
