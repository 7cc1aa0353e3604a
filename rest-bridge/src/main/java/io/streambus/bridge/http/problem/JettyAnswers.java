package io.streambus.bridge.http.problem;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Ends calls with a problem before any resource sees them. */
public final class JettyAnswers {

    private JettyAnswers() {}

    public static void write(Problem problem, Request request, Response response, Callback callback) {
        write(problem, problem.code().status(), request, response, callback);
    }

    /** @param status which Jetty may have chosen */
    public static void write(Problem problem, int status, Request request, Response response, Callback callback) {
        byte[] body = problem.body(status, Request.getPathInContext(request), RequestIds.assign(request, response));
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        problem.retryAfter()
                .ifPresent(wait -> response.getHeaders().put(HttpHeader.RETRY_AFTER, Math.max(1, wait.toSeconds())));
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
