package io.streambus.bridge.http.guard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.access.User;
import io.streambus.bridge.document.Redacted;
import io.streambus.bridge.http.body.OnComplete;
import io.streambus.bridge.http.problem.RequestIds;
import io.streambus.bridge.http.route.Route;
import io.streambus.bridge.http.route.RouteTable;
import io.streambus.bridge.http.route.Subject;
import io.streambus.bridge.json.JsonText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * Writes down every call that would change something, refused ones too: one JSON document a line. Bodies are never written as they came, only as
 * documents without secrets. Thread-safe.
 */
final class AuditTrail extends Handler.Wrapper {

    private final RouteTable routes;
    private final Consumer<String> log;
    private final Clock clock;

    AuditTrail(Handler handler, RouteTable routes, Consumer<String> log, Clock clock) {
        super(handler);
        this.routes = routes;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (Route.isRead(request.getMethod())) {
            return super.handle(request, response, callback);
        }
        ObjectNode entry = JsonText.newObject()
                .put("time", clock.instant().toString())
                .put("request_id", RequestIds.assign(request, response));
        long beganNs = System.nanoTime();
        OnComplete.of(request, () -> {
            fill(entry, request, response);
            entry.put("status", response.getStatus())
                    .put("duration_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs));
            log.accept(new String(JsonText.bytes(entry), StandardCharsets.UTF_8));
        });
        return super.handle(request, response, callback);
    }

    private void fill(ObjectNode entry, Request request, Response response) {
        String path = Request.getPathInContext(request);
        Optional<User> user = AccessControl.user(request);
        entry.put("remote", Request.getRemoteAddr(request))
                .put("user", user.map(User::name).orElse(null))
                .put("role", user.map(known -> known.role().word()).orElse(null))
                .put("action", routes.action(request.getMethod(), path))
                .putNull("link")
                .put("path", path);
        routes.subject(path).or(() -> created(response)).ifPresent(subject -> entry.put(subject.kind(), subject.id()));
        entry.set("parameters", parameters(request));
    }

    /** A link whose document names no id gets one from the bridge, and the answer says where it is. */
    private Optional<Subject> created(Response response) {
        return Optional.ofNullable(response.getHeaders().get(HttpHeader.LOCATION))
                .filter(location -> response.getStatus() == HttpStatus.CREATED_201)
                .flatMap(location -> routes.subject(URI.create(location).getPath()));
    }

    private static ObjectNode parameters(Request request) {
        ObjectNode parameters = JsonText.newObject();
        ObjectNode query = query(request);
        if (!query.isEmpty()) {
            parameters.set("query", query);
        }
        AuditedBodies.of(request).ifPresent(parameters::setAll);
        return parameters;
    }

    private static ObjectNode query(Request request) {
        ObjectNode query = JsonText.newObject();
        try {
            for (Fields.Field field : Request.extractQueryParameters(request)) {
                query.put(field.getName(), Redacted.text(field.getName(), field.getValue()));
            }
        } catch (RuntimeException e) {
            // Broken encoding: the call is refused for it, and there is nothing to write down.
            return JsonText.newObject().put("", "cannot be decoded");
        }
        return query;
    }
}
