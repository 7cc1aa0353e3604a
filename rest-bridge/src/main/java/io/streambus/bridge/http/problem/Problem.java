package io.streambus.bridge.http.problem;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.link.LinkAction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An error as the API gives it: a problem document (RFC 9457) that is a Connect error body too.
 *
 * @param detail what happened, in a sentence; no secrets, no stack traces
 * @param faults by JSON pointer, where a document is to blame
 * @param allowedActions where the link's status is to blame
 * @param retryAfter where trying again later is worth it
 */
public record Problem(
        ProblemCode code,
        String detail,
        List<Fault> faults,
        Optional<Set<LinkAction>> allowedActions,
        Optional<Duration> retryAfter) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(detail, "detail");
        faults = List.copyOf(faults);
        allowedActions = allowedActions.map(TreeSet::new);
        Objects.requireNonNull(retryAfter, "retryAfter");
    }

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(
                code,
                detail,
                List.of(),
                Optional.empty(),
                code.retryable() ? Optional.of(Duration.ofSeconds(5)) : Optional.empty());
    }

    /** One fault is told in the detail as well: whoever shows no more than that shows what is wrong. */
    public Problem with(List<Fault> newFaults) {
        String told = newFaults.size() == 1 && !detail.contains(newFaults.get(0).message())
                ? detail + ": " + sentence(newFaults.get(0))
                : detail;
        return new Problem(code, told, newFaults, allowedActions, retryAfter);
    }

    private static String sentence(Fault fault) {
        return fault.pointer().isEmpty() ? fault.message() : fault.pointer() + ' ' + fault.message();
    }

    public Problem allowing(Set<LinkAction> actions) {
        return new Problem(code, detail, faults, Optional.of(actions), retryAfter);
    }

    public Problem retryAfter(Duration wait) {
        return new Problem(code, detail, faults, allowedActions, Optional.of(wait));
    }

    /**
     * The body.
     *
     * @param status the HTTP status, which a framework may have chosen
     * @param instance the path of the request
     */
    public byte[] body(int status, String instance, String requestId) {
        ObjectNode body = JsonText.newObject()
                .put("type", "urn:streambus:problem:" + code)
                .put("title", code.title())
                .put("status", status)
                .put("detail", detail)
                .put("instance", instance)
                .put("code", code.name())
                .put("error_code", status)
                .put("message", detail)
                .put("request_id", requestId)
                .put("retryable", code.retryable());
        body.set("errors", errors(faults));
        allowedActions.ifPresent(actions -> {
            ArrayNode words = body.putArray("allowed_actions");
            actions.forEach(action -> words.add(action.word()));
        });
        return JsonText.bytes(body);
    }

    public static ArrayNode errors(List<Fault> faults) {
        ArrayNode errors = JsonText.newObject().arrayNode();
        faults.forEach(
                fault -> errors.addObject().put("pointer", fault.pointer()).put("detail", fault.message()));
        return errors;
    }
}
