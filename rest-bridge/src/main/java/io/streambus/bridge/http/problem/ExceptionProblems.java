package io.streambus.bridge.http.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what resources throw into problem bodies. Thread-safe: the request is Jersey's proxy for the current one. */
public final class ExceptionProblems implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(ExceptionProblems.class);

    @Context
    private HttpServletRequest request;

    @Override
    public Response toResponse(Throwable e) {
        String id = String.valueOf(request.getAttribute(RequestIds.ATTRIBUTE));
        Optional<Problem> known = Problems.of(e);
        if (known.isEmpty() && e instanceof WebApplicationException web) {
            return ofFramework(web, id);
        }
        Problem problem = known.orElseGet(() -> {
            LOG.error(
                    "Request {} ({} {}) failed unexpectedly; this is a defect of the bridge.",
                    id,
                    request.getMethod(),
                    request.getRequestURI(),
                    e);
            return Problem.of(
                    ProblemCode.INTERNAL_ERROR,
                    "the bridge failed unexpectedly; its log has the reason under the request id " + id);
        });
        return answer(problem, problem.code().status(), id).build();
    }

    private Response ofFramework(WebApplicationException e, String id) {
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        Problem problem = Problem.of(ProblemCode.ofStatus(status), detail(status));
        Response.ResponseBuilder answer = answer(problem, status, id);
        Optional.ofNullable(e.getResponse().getHeaderString(HttpHeaders.ALLOW))
                .ifPresent(allowed -> answer.header(HttpHeaders.ALLOW, allowed));
        return answer.build();
    }

    private String detail(int status) {
        return switch (status) {
            case 404 -> "there is nothing at " + request.getRequestURI() + "; the API is under /api/v1";
            case 405 -> request.getRequestURI() + " does not take " + request.getMethod();
            case 406 -> "the answer is application/json (text/plain for /metrics), which the Accept header rules out";
            case 415 -> "the body must be application/json; set the Content-Type header";
            default -> "the request cannot be served (" + status + ")";
        };
    }

    private Response.ResponseBuilder answer(Problem problem, int status, String id) {
        Response.ResponseBuilder answer = Response.status(status)
                .type(Problem.MEDIA_TYPE)
                .entity(problem.body(status, request.getRequestURI(), id));
        problem.retryAfter().ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, wait.toSeconds())));
        return answer;
    }
}
