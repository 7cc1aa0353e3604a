package io.streambus.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** What a response that is no success means: pure. Connect tells most cases apart by their text alone. */
final class ErrorResponses {

    private static final int MAX_SHOWN = 300;
    /** {@code DistributedHerder.checkRebalanceNeeded}. */
    private static final String REBALANCE_EXPECTED = "Request cannot be completed because a rebalance is expected";

    private static final Pattern PLUGIN_LIST =
            Pattern.compile(",? ?available (connectors|plugins|classes) are:.*", Pattern.DOTALL);
    private static final Pattern EXCEPTION_CLASS = Pattern.compile("^(?:(?:[a-z]\\w*\\.)+[A-Z]\\w*Exception: )+");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private ErrorResponses() {}

    /**
     * A 409 other than the one for a name that is taken: the workers elect, rebalance, or read their topics. Calls that Connect does not forward to
     * its leader, {@code GET …/config} among them, say the same with 500 ({@code HerderRequestHandler.completeRequest}).
     */
    static boolean isRebalance(ConnectResponse response) {
        return (response.status() == 409 && !isTaken(response))
                || (response.status() == 500 && message(response).startsWith(REBALANCE_EXPECTED));
    }

    /** {@code POST /connectors} with the name of an existing connector. */
    static boolean isTaken(ConnectResponse response) {
        return response.status() == 409
                && response.request().method().equals("POST")
                && message(response).endsWith("already exists");
    }

    /**
     * The response to the validation for a class that no worker knows. The validate resource does not unwrap the exception of its future, so
     * that what is a 400 elsewhere is a 500 with the class of the exception in its message here.
     */
    static boolean isUnknownPlugin(ConnectResponse response) {
        return response.status() == 400
                || isMissing(response)
                || (response.status() == 500 && message(response).contains("Failed to find any class"));
    }

    /**
     * A proxy without a worker behind it, or a worker whose REST server is up before its resources are (404 without Connect's body); a
     * worker's own faults are 500.
     */
    static boolean isGatewayFault(ConnectResponse response) {
        return switch (response.status()) {
            case 502, 503, 504 -> true;
            case 404 -> !isMissing(response);
            default -> false;
        };
    }

    /** A 404 of Connect's for a connector, rather than somebody's for an address. */
    static boolean isMissing(ConnectResponse response) {
        return response.status() == 404
                && ConnectJson.tryRead(response.body())
                        .map(body -> body.path("message"))
                        .filter(JsonNode::isTextual)
                        .filter(message -> !message.textValue().startsWith("HTTP 404"))
                        .isPresent();
    }

    /**
     * Whether a 500 is the worker's own trouble. Connect answers 500 too when a connector's own code refuses something; only the worker's
     * few own sentences tell the two apart ({@code HerderRequestHandler}, {@code RestClient}, {@code DistributedHerder.halt},
     * {@code Worker.modifyConnectorOffsets}).
     */
    static boolean isWorkersOwnFault(ConnectResponse response) {
        String message = message(response);
        return message.isEmpty()
                || message.contains("timed out")
                || message.contains("Timed out")
                || message.startsWith("IO Error trying to forward")
                || message.startsWith("Unexpected status code")
                || message.startsWith("Request interrupted")
                || message.startsWith("Worker is shutting down");
    }

    /**
     * The sentence that says what is wrong, on one line and without the list of every plugin; for a body that is not Connect's, its size
     * instead of its content.
     */
    static String message(ConnectResponse response) {
        return ConnectJson.tryRead(response.body())
                .map(body -> body.path("message"))
                .filter(JsonNode::isTextual)
                .map(message -> cut(message.textValue()))
                .orElseGet(() -> "an answer of " + response.body().length() + " characters that is not Connect's");
    }

    static String cut(String message) {
        String shortened = PLUGIN_LIST.matcher(message).replaceFirst("");
        String sentence = BLANKS.matcher(EXCEPTION_CLASS.matcher(shortened).replaceFirst(""))
                .replaceAll(" ")
                .strip();
        return sentence.length() <= MAX_SHOWN ? sentence : sentence.substring(0, MAX_SHOWN) + "…";
    }
}
