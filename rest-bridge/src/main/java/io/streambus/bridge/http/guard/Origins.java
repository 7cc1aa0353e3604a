package io.streambus.bridge.http.guard;

import io.streambus.bridge.http.problem.JettyAnswers;
import io.streambus.bridge.http.problem.Problem;
import io.streambus.bridge.http.problem.ProblemCode;
import io.streambus.bridge.http.problem.RequestIds;
import io.streambus.bridge.http.route.Route;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What scripts of web pages may do: all that their user may where their origin is listed (CORS), else nothing that changes anything. Without the
 * latter any page that an operator happens to visit could stop links of a bridge on the same machine. Thread-safe.
 */
final class Origins extends Handler.Wrapper {

    private static final String ASKED_METHOD = "Access-Control-Request-Method";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String PREFLIGHT_SECONDS = "600";

    private final Set<String> listed;
    private final KnownHosts names;

    Origins(Handler handler, Set<String> listed, KnownHosts names) {
        super(handler);
        this.listed = Set.copyOf(listed);
        this.names = names;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!listed.isEmpty()) {
            response.getHeaders().add(HttpHeader.VARY, "Origin");
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null) {
            return super.handle(request, response, callback);
        }
        if (listed.contains(origin)) {
            response.getHeaders().put(ALLOW_ORIGIN, origin);
            response.getHeaders()
                    .put("Access-Control-Expose-Headers", "ETag, Link, Location, Retry-After, " + RequestIds.HEADER);
            return preflight(request, response, callback) || super.handle(request, response, callback);
        }
        if (!Route.isRead(request.getMethod()) && !isOwn(request, origin)) {
            JettyAnswers.write(
                    Problem.of(
                            ProblemCode.FORBIDDEN,
                            "the call comes from a web page whose origin is not listed in cors.origins"),
                    request,
                    response,
                    callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private static boolean preflight(Request request, Response response, Callback callback) {
        if (!HttpMethod.OPTIONS.is(request.getMethod()) || !request.getHeaders().contains(ASKED_METHOD)) {
            return false;
        }
        response.setStatus(HttpStatus.NO_CONTENT_204);
        response.getHeaders().put("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
        response.getHeaders()
                .put(
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, If-Match, Prefer, " + RequestIds.HEADER);
        response.getHeaders().put("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        callback.succeeded();
        return true;
    }

    private boolean isOwn(Request request, String origin) {
        return names.isOrigin(origin, request.getHttpURI().getScheme(), Request.getLocalPort(request));
    }
}
