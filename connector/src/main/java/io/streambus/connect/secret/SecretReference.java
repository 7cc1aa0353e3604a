package io.streambus.connect.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a configuration refers to an encrypted secret: {@code ${streambus:<place>:<sealed>}}, which Connect and Kafka's clients take apart into
 * provider, path and key (KIP-297) and have {@link io.streambus.connect.StreamBusConfigProvider} put the secret in place of.
 *
 * @param place whose secret it is, such as {@code link/cluster/property}; letters, digits, '.', '_', '-' and '/'
 * @param sealed the encrypted secret
 */
public record SecretReference(String place, String sealed) {

    /** The name under which workers and bridge know the provider. */
    public static final String PROVIDER = "streambus";

    private static final Pattern PLACE = Pattern.compile("[a-zA-Z0-9._/-]+");
    private static final Pattern TEXT = Pattern.compile("\\$\\{" + PROVIDER + ":([^:{}]+):([^:{}]+)}");

    public SecretReference {
        if (!isPlace(place)) {
            throw new IllegalArgumentException("a place has letters, digits, '.', '_', '-' and '/'");
        }
    }

    /** Whether a reference can be written with it. */
    public static boolean isPlace(String text) {
        return PLACE.matcher(text).matches();
    }

    /** The reference that the text is; empty if it is none of ours. */
    public static Optional<SecretReference> of(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches() && isPlace(matcher.group(1))
                ? Optional.of(new SecretReference(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /** Whether some part of the text asks our provider for something. */
    public static boolean isIn(String text) {
        return text.contains("${" + PROVIDER + ':');
    }

    /** As it stands in configurations. */
    public String text() {
        return "${" + PROVIDER + ':' + place + ':' + sealed + '}';
    }

    @Override
    public String toString() {
        return "secret " + place;
    }
}
