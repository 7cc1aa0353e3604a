package io.streambus.bridge.http.route;

import java.util.Objects;

/**
 * What the path of a call names.
 *
 * @param kind such as {@code link}
 */
public record Subject(String kind, String id) {
    public Subject {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
    }
}
