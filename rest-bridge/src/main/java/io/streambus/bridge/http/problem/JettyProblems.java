package io.streambus.bridge.http.problem;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the errors that Jetty finds itself, before or around the resources, the form of all others. Thread-safe. */
public final class JettyProblems extends ErrorHandler {

    /** What request line and headers may have together, in bytes. */
    public static final int HEADER_LIMIT = 8_192;

    private static final Logger LOG = LoggerFactory.getLogger(JettyProblems.class);

    /** Jetty's own pages are for some methods only; a problem is for all. */
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int found, String message, Throwable cause, Callback callback) {
        // A caller who speaks another protocol or coding than we do is no failure of ours, nor one to try again.
        boolean foreign = found == HttpStatus.NOT_IMPLEMENTED_501 || found == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505;
        int status = foreign ? HttpStatus.BAD_REQUEST_400 : found;
        if (status >= 500 && cause != null) {
            LOG.error(
                    "Request {} failed unexpectedly; this is a defect of the bridge.",
                    RequestIds.assign(request, response),
                    cause);
        }
        JettyAnswers.write(
                Problem.of(ProblemCode.ofStatus(status), detail(status)), status, request, response, callback);
    }

    /** In our own words: Jetty's would repeat parts of the request. */
    private static String detail(int status) {
        return switch (status) {
            case 400 ->
                "the request line or a header cannot be read; mind the encoding of the address, and speak HTTP/1.1";
            case 404 -> "there is nothing at this path; the API is under /api/v1";
            case 405 -> "this path does not take this method";
            case 408 -> "the request did not arrive in time";
            case 413 -> "the body is too large";
            case 414 -> "the address is longer than " + HEADER_LIMIT + " bytes";
            case 417 -> "the only expectation that is met is 100-continue";
            case 431 -> "request line and headers are longer than " + HEADER_LIMIT + " bytes";
            case 503 -> "the bridge is starting or stopping";
            default ->
                status >= 500
                        ? "the bridge failed unexpectedly; its log has the reason under the request id"
                        : "the request cannot be served (" + status + ")";
        };
    }
}
