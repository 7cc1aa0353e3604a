package io.streambus.bridge.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The description of the API, {@code openapi.json} beside this class. It is kept by hand, because bodies are written field by field and no annotations
 * could be derived from; a test holds it against routes, documents and answers. Thread-safe: immutable.
 */
@Path("/openapi.json")
public final class OpenApiResource {

    private final byte[] document;

    OpenApiResource() {
        try (InputStream file = OpenApiResource.class.getResourceAsStream("openapi.json")) {
            this.document = Objects.requireNonNull(file, "openapi.json").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] get() {
        return document.clone();
    }
}
