package io.streambus.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.Optional;

/**
 * The response of a bridge that did what it was asked for.
 *
 * @param body missing where there is none
 * @param entityTag the link's ETag
 * @param nextQuery the query of the next page of a list
 */
public record BridgeResponse(int status, JsonNode body, Optional<String> entityTag, Optional<String> nextQuery) {
    public BridgeResponse {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(entityTag, "entityTag");
        Objects.requireNonNull(nextQuery, "nextQuery");
    }
}
