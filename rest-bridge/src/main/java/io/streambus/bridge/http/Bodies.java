package io.streambus.bridge.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.JsonText;
import io.streambus.bridge.document.Read;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** Reads the bodies of requests, within bounds. */
final class Bodies {

    private static final int LIMIT = 1_024 * 1_024;

    private Bodies() {}

    static ObjectNode json(MediaType type, InputStream body) throws IOException {
        if (type == null || !type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body must be application/json; set the Content-Type header");
        }
        byte[] bytes = body.readNBytes(LIMIT + 1);
        if (bytes.length > LIMIT) {
            throw new ProblemException(
                    ProblemCode.BODY_TOO_LARGE, "the body is larger than " + LIMIT + " bytes, the most that is taken");
        }
        return require(JsonText.object(bytes));
    }

    static <T> T require(Read<T> read) {
        if (read instanceof Read.Valid<T> valid) {
            return valid.value();
        }
        var faults = ((Read.Invalid<T>) read).faults();
        throw new ProblemException(Problem.of(
                        ProblemCode.VALIDATION_FAILED,
                        "the document has " + faults.size() + (faults.size() == 1 ? " fault" : " faults")
                                + "; errors names each by JSON pointer")
                .with(faults));
    }
}
