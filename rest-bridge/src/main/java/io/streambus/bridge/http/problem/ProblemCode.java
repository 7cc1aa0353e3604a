package io.streambus.bridge.http.problem;

/** The stable words of errors (design/api.md). */
public enum ProblemCode {
    NOT_LEADER(307, "Another bridge leads", false),
    BAD_REQUEST(400, "The request is malformed", false),
    VALIDATION_FAILED(400, "The request does not fit the API", false),
    UNAUTHENTICATED(401, "The call takes a login", false),
    FORBIDDEN(403, "The caller may not do this", false),
    NOT_FOUND(404, "There is nothing at this path", false),
    LINK_NOT_FOUND(404, "There is no such link", false),
    PARTITION_NOT_FOUND(404, "The link has no such partition", false),
    CLUSTER_NOT_FOUND(404, "No such cluster is registered", false),
    METHOD_NOT_ALLOWED(405, "The path does not take this method", false),
    NOT_ACCEPTABLE(406, "The answer has no form that the caller accepts", false),
    BODY_TOO_SLOW(408, "The body takes too long", true),
    LINK_EXISTS(409, "The link exists already", false),
    LINK_CONFLICT(409, "The link conflicts with another or with itself", false),
    CLUSTER_EXISTS(409, "The cluster is registered already", false),
    CLUSTER_CONFLICT(409, "The cluster has another name, or its name another cluster", false),
    CLUSTER_IN_USE(409, "Links use the cluster", false),
    INVALID_STATE(409, "The link's status does not allow this", false),
    OPERATION_IN_PROGRESS(409, "Another call on the link is not through", true),
    STALE_VERSION(412, "It has changed since it was read", false),
    BODY_TOO_LARGE(413, "The body is too large", false),
    URI_TOO_LONG(414, "The address is too long", false),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is not of a type that is taken", false),
    PRECHECK_FAILED(422, "Connect refuses the link", false),
    TOO_MANY_LOGINS(429, "Too many logins are being checked", true),
    HEADERS_TOO_LARGE(431, "The headers are too large", false),
    INTERNAL_ERROR(500, "The bridge has a defect", false),
    NO_LEADER(503, "No bridge leads", true),
    NOT_READY(503, "The bridge is not ready yet", true),
    OVERLOADED(503, "Too much is under way", true),
    UNHEALTHY(503, "The link is not healthy", true),
    RUNTIME_UNAVAILABLE(503, "Connect does not answer", true),
    RUNTIME_REBALANCING(503, "Connect is rebalancing", true),
    CLUSTER_UNREACHABLE(503, "A cluster does not answer", true);

    private final int status;
    private final String title;
    private final boolean retryable;

    ProblemCode(int status, String title, boolean retryable) {
        this.status = status;
        this.title = title;
        this.retryable = retryable;
    }

    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    boolean retryable() {
        return retryable;
    }

    /** The code for a status that a framework chose. */
    static ProblemCode ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> BODY_TOO_SLOW;
            case 413 -> BODY_TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 431 -> HEADERS_TOO_LARGE;
            case 503 -> NOT_READY;
            default -> status >= 500 ? INTERNAL_ERROR : BAD_REQUEST;
        };
    }
}
