package io.streambus.bridge.http.guard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.Redacted;
import io.streambus.bridge.http.body.BodyBuffer;
import io.streambus.bridge.http.route.Route;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Makes of the body of a changing call what the audit log says of it, while {@link BodyBuffer} holds room for that. Never the body as it came, only a
 * document without secrets. Thread-safe.
 */
final class AuditedBodies extends Handler.Wrapper {

    private static final String PARAMETERS = "io.streambus.audited-body";

    /** Of a document that is longer, only what it connects is told, and the names of its fields. */
    private static final int MOST_CHARS = 8_192;

    /** Beyond what a hundred clusters take; the log must not be rolled away by a few calls. */
    private static final int MOST_CHARS_OF_CLUSTERS = 262_144;

    private static final List<String> ALWAYS = List.of(
            "id", "type", "mode", "source_cluster", "target_cluster", "spokes", "clusters", "cluster_id", "brokers");

    AuditedBodies(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Route.isRead(request.getMethod())) {
            BodyBuffer.body(request)
                    .filter(body -> body.length > 0)
                    .ifPresent(body -> request.setAttribute(PARAMETERS, parameters(body)));
        }
        return super.handle(request, response, callback);
    }

    /** Fields for the entry of a call; empty if it had no body, or was refused before that was here. */
    static Optional<ObjectNode> of(Request request) {
        return Optional.ofNullable((ObjectNode) request.getAttribute(PARAMETERS));
    }

    private static ObjectNode parameters(byte[] body) {
        ObjectNode parameters = JsonText.newObject();
        if (!(JsonText.document(body) instanceof Read.Valid<ObjectNode> valid)) {
            return parameters.put("body", body.length + " bytes that are no JSON object");
        }
        ObjectNode document = Redacted.of(valid.value());
        if (length(document) <= MOST_CHARS) {
            parameters.set("document", document);
            return parameters;
        }
        document.fieldNames().forEachRemaining(parameters.putArray("document_fields")::add);
        document.retain(ALWAYS);
        if (length(document) <= MOST_CHARS_OF_CLUSTERS) {
            parameters.set("document", document);
        }
        return parameters;
    }

    private static int length(ObjectNode document) {
        return JsonText.bytes(document).length;
    }
}
