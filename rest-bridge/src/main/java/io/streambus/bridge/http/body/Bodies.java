package io.streambus.bridge.http.body;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.http.problem.Problem;
import io.streambus.bridge.http.problem.ProblemCode;
import io.streambus.bridge.http.problem.ProblemException;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** Reads the bodies of requests, whose size {@link BodyBuffer} has bounded. */
public final class Bodies {

    private Bodies() {}

    public static ObjectNode json(MediaType type, InputStream body) throws IOException {
        if (type == null || !type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body must be application/json; set the Content-Type header");
        }
        return require(JsonText.document(body.readAllBytes()));
    }

    public static <T> T require(Read<T> read) {
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
