package io.streambus.runtime.rest;

import io.streambus.runtime.ConfigValidation.Fault;
import io.streambus.runtime.ConnectRuntimeException.InvalidConfig;
import io.streambus.runtime.ConnectRuntimeException.Unavailable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The errors of one runtime, worded.
 *
 * @param runtime its name
 */
record ConnectErrors(String runtime) {

    InvalidConfig invalid(String key, String message) {
        return invalid(List.of(new Fault(key, message)), message);
    }

    /** @param otherwise what to say where the faults could not be told apart */
    InvalidConfig invalid(List<Fault> faults, String otherwise) {
        String found = faults.isEmpty()
                ? otherwise
                : faults.stream()
                        .map(fault -> fault.key() + ": " + fault.message())
                        .collect(Collectors.joining("; "));
        return new InvalidConfig(
                "the Connect cluster " + runtime + " refuses the connector's configuration: " + found, faults);
    }

    List<Fault> redacted(List<Fault> faults, Redaction redaction) {
        return faults.stream()
                .map(fault -> new Fault(fault.key(), redaction.apply(ErrorResponses.cut(fault.message()))))
                .toList();
    }

    /** For a response that says nothing about the connector. */
    Unavailable unavailable(ConnectResponse response) {
        return new Unavailable(
                "the Connect cluster " + runtime + " cannot serve "
                        + response.request().shown() + ": " + response.worker() + " answered status "
                        + response.status() + ", "
                        + reason(response),
                null);
    }

    private static String reason(ConnectResponse response) {
        return switch (response.status()) {
            case 301, 302, 303, 307, 308 -> "a redirection; give the address it leads to";
            case 401, 403 -> "the credentials are missing or refused; check those in the worker's address";
            case 405 -> "it does not know this call; Connect 3.8 or newer is needed";
            default -> ErrorResponses.message(response);
        };
    }

    Unavailable unreadable(ConnectResponse response, ConnectJson.Unreadable cause) {
        return new Unavailable(
                "the Connect cluster " + runtime + " cannot serve "
                        + response.request().shown() + ": " + response.worker()
                        + " answered " + response.body().length() + " characters that are not Connect's ("
                        + cause.getMessage()
                        + "); check that the address is that of a Connect worker",
                cause);
    }
}
