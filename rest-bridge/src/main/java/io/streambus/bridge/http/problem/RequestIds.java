package io.streambus.bridge.http.problem;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Gives every request an id, the caller's if it is fit for logs, and every answer the header that repeats it. Thread-safe. */
public final class RequestIds extends Handler.Wrapper {

    public static final String HEADER = "X-Request-Id";
    public static final String ATTRIBUTE = "io.streambus.request-id";
    private static final Pattern FIT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public RequestIds(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        assign(request, response);
        return super.handle(request, response, callback);
    }

    /** The request's id; made now if the request failed before it had one. */
    public static String assign(Request request, Response response) {
        String id = request.getAttribute(ATTRIBUTE) instanceof String known
                ? known
                : Optional.ofNullable(request.getHeaders().get(HEADER))
                        .filter(given -> FIT.matcher(given).matches())
                        .orElseGet(() -> UUID.randomUUID().toString());
        request.setAttribute(ATTRIBUTE, id);
        // Anew each time: an answer that turns into an error loses the headers it had.
        response.getHeaders().put(HEADER, id);
        return id;
    }
}
