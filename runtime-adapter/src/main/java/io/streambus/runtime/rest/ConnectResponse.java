package io.streambus.runtime.rest;

/**
 * What a worker answered.
 *
 * @param worker who answered; may be shown
 * @param repeated whether an earlier attempt of the same request may have been carried out although its response never came
 */
record ConnectResponse(ConnectRequest request, Worker worker, int status, String body, boolean repeated) {

    boolean succeeded() {
        return status >= 200 && status < 300;
    }
}
