package io.streambus.bridge.http;

import io.streambus.bridge.lifecycle.LinkView;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page of the list ended: the last link's place in the order of creation. Links that come and go in between shift nothing.
 *
 * @param createdAtMs ms since the epoch
 */
record PageToken(long createdAtMs, String id) {

    static String of(LinkView last) {
        String text = last.createdAt().toEpochMilli() + ":" + last.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @return empty if the text is no token */
    static Optional<PageToken> parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int colon = plain.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new PageToken(Long.parseLong(plain.substring(0, colon)), plain.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean isBefore(LinkView view) {
        int order = Long.compare(createdAtMs, view.createdAt().toEpochMilli());
        return order < 0 || (order == 0 && id.compareTo(view.id()) < 0);
    }
}
