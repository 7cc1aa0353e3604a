package io.streambus.bridge.document;

import io.streambus.bridge.link.cluster.Secret;
import java.net.URI;
import java.util.regex.Pattern;

/** What of a webhook's URL is shown: who knows the path of many a chat's hook may write there. Thread-safe: stateless. */
final class Webhook {

    static final String FIELD = "notification_webhook";

    private static final String MASKED_PATH = '/' + Secret.MASK;

    /** A word that somebody has chosen, and no key. */
    private static final Pattern PLAIN_PATH = Pattern.compile("/?|/[a-z]{1,16}(?:-[a-z]{1,16})?");

    private Webhook() {}

    /** Whether the text is an http or https URL with a host and without user info. */
    static boolean isOne(String text) {
        try {
            URI url = URI.create(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return http && url.getHost() != null && url.getRawUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Scheme and host, and {@code "***"} for the rest of it, unless that is a plain word. */
    static String masked(String text) {
        if (!isOne(text)) {
            return Secret.MASK;
        }
        URI url = URI.create(text);
        boolean plain = PLAIN_PATH.matcher(url.getRawPath()).matches()
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        return plain ? text : url.getScheme() + "://" + url.getRawAuthority() + MASKED_PATH;
    }

    static boolean isMasked(String text) {
        return text.endsWith(MASKED_PATH);
    }
}
