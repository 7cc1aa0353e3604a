package io.streambus.connect.provenance;

/** What clusters may be called. The rule keeps names apart from the signs of the provenance header, and is the same for the ids of a link document. */
public final class ClusterName {

    /** In characters. */
    public static final int MAX_LENGTH = 120;
    /** The rule in words, for error messages. */
    public static final String RULE = "1 to " + MAX_LENGTH + " of a-z, A-Z, 0-9, '.', '_' and '-'";

    private ClusterName() {}

    /** @param name may be null, which is no valid name */
    public static boolean isValid(CharSequence name) {
        return name != null
                && !name.isEmpty()
                && name.length() <= MAX_LENGTH
                && name.chars().allMatch(ClusterName::isPart);
    }

    static String require(String what, String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException(
                    "the " + what + " '" + name + "' is no cluster name: it must be " + RULE);
        }
        return name;
    }

    static boolean isPart(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '.'
                || character == '_'
                || character == '-';
    }
}
