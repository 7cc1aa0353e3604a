package io.streambus.cli.context;

import java.util.Objects;

/** Who one is, for the header {@code Authorization}. */
public sealed interface Credentials {

    /** For people; without secrets. */
    String inWords();

    /** Nobody in particular. */
    record None() implements Credentials {
        @Override
        public String inWords() {
            return "none";
        }
    }

    /** A name with a password. */
    record Basic(String user, Secret password) implements Credentials {
        public Basic {
            if (user.isBlank() || user.contains(":")) {
                throw new IllegalArgumentException(
                        "a user name must not be empty and must not hold a colon, found '" + user + "'");
            }
            Objects.requireNonNull(password, "password");
        }

        @Override
        public String inWords() {
            return "user " + user;
        }
    }

    /** A token that says it all. */
    record Bearer(Secret token) implements Credentials {
        public Bearer {
            Objects.requireNonNull(token, "token");
        }

        @Override
        public String inWords() {
            return "token";
        }
    }

    /** A secret, in the context file or elsewhere. */
    sealed interface Secret {}

    /** It stands in the context file. */
    record Given(String text) implements Secret {
        public Given {
            if (text.isBlank()) {
                throw new IllegalArgumentException("a secret must not be empty");
            }
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /** It is fetched when it is needed. */
    record Referred(SecretSource reference) implements Secret {
        public Referred {
            Objects.requireNonNull(reference, "reference");
        }
    }
}
