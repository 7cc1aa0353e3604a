package io.streambus.bridge.http;

import io.streambus.bridge.http.problem.ProblemCode;
import io.streambus.bridge.http.problem.ProblemException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps calls out until the store has been read: answers before that would deny links that exist. Thread-safe. */
public final class ServiceGate {

    private final AtomicReference<Services> services = new AtomicReference<>();
    private volatile String waitingFor = "the bridge is starting";

    /** @param reason what the bridge waits for, in a sentence that anybody may read: health is open to strangers */
    public void closed(String reason) {
        waitingFor = reason;
        services.set(null);
    }

    public void open(Services ready) {
        services.set(ready);
    }

    /** Whether the bridge is ready and leads. */
    public boolean leads() {
        return tryPass().flatMap(Services::leading).isPresent();
    }

    /** Empty while closed. */
    Optional<Services> tryPass() {
        return Optional.ofNullable(services.get());
    }

    /** @throws ProblemException while closed */
    Services pass() {
        return tryPass()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.CLUSTER_UNREACHABLE, "the links are not known yet: " + waitingFor));
    }
}
