package io.streambus.bridge.http.problem;

import io.streambus.bridge.cluster.ClusterUnreachableException;
import io.streambus.bridge.lifecycle.LinkException;
import io.streambus.bridge.registry.RegistryException;
import io.streambus.bridge.store.LinkTooLargeException;
import io.streambus.bridge.store.StoreUnavailableException;
import io.streambus.runtime.ConnectRuntimeException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/** Which problem an exception is for the caller. */
final class Problems {

    private Problems() {}

    /** @return empty if the exception means a defect of the bridge */
    static Optional<Problem> of(Throwable e) {
        if (e instanceof CompletionException && e.getCause() != null) {
            return of(e.getCause());
        }
        if (e instanceof ProblemException problem) {
            return Optional.of(problem.problem());
        }
        if (e instanceof LinkException link) {
            return Optional.of(ofLink(link));
        }
        if (e instanceof RegistryException cluster) {
            return Optional.of(ofCluster(cluster));
        }
        if (e instanceof ConnectRuntimeException runtime) {
            return Optional.of(ofRuntime(runtime));
        }
        if (e instanceof StoreUnavailableException || e instanceof ClusterUnreachableException) {
            return Optional.of(Problem.of(ProblemCode.CLUSTER_UNREACHABLE, e.getMessage()));
        }
        if (e instanceof LinkTooLargeException) {
            return Optional.of(Problem.of(ProblemCode.BODY_TOO_LARGE, e.getMessage()));
        }
        if (e instanceof RejectedExecutionException) {
            // The call was let in while this bridge led, and its term has ended since.
            return Optional.of(ProblemException.nobodyLeads().problem());
        }
        return Optional.empty();
    }

    private static Problem ofLink(LinkException e) {
        if (e instanceof LinkException.NotAllowed notAllowed) {
            return Problem.of(ProblemCode.INVALID_STATE, e.getMessage()).allowing(notAllowed.allowedActions());
        }
        if (e instanceof LinkException.Unreadable unreadable) {
            return Problem.of(ProblemCode.INVALID_STATE, e.getMessage()).allowing(unreadable.allowedActions());
        }
        if (e instanceof LinkException.Invalid invalid) {
            return Problem.of(ProblemCode.VALIDATION_FAILED, e.getMessage()).with(invalid.faults());
        }
        if (e instanceof LinkException.Refused refused) {
            return Problem.of(ProblemCode.PRECHECK_FAILED, e.getMessage()).with(refused.faults());
        }
        if (e instanceof LinkException.Conflicting conflicting) {
            return Problem.of(ProblemCode.LINK_CONFLICT, e.getMessage()).with(conflicting.faults());
        }
        if (e instanceof LinkException.Unfinished) {
            // The bridge goes on with it, so that whatever stands in the way is a matter of time to the caller.
            ProblemCode code = of(e.getCause())
                    .map(Problem::code)
                    .filter(found -> found.status() == 503)
                    .orElse(ProblemCode.RUNTIME_UNAVAILABLE);
            return Problem.of(code, e.getMessage());
        }
        return Problem.of(plainCode(e), e.getMessage());
    }

    private static ProblemCode plainCode(LinkException e) {
        if (e instanceof LinkException.NotFound) {
            return ProblemCode.LINK_NOT_FOUND;
        }
        if (e instanceof LinkException.Exists) {
            return ProblemCode.LINK_EXISTS;
        }
        if (e instanceof LinkException.Overloaded) {
            return ProblemCode.OVERLOADED;
        }
        return e instanceof LinkException.Stale ? ProblemCode.STALE_VERSION : ProblemCode.OPERATION_IN_PROGRESS;
    }

    private static Problem ofCluster(RegistryException e) {
        if (e instanceof RegistryException.Invalid invalid) {
            return Problem.of(ProblemCode.VALIDATION_FAILED, e.getMessage()).with(invalid.faults());
        }
        return Problem.of(plainCode(e), e.getMessage());
    }

    private static ProblemCode plainCode(RegistryException e) {
        if (e instanceof RegistryException.NotFound) {
            return ProblemCode.CLUSTER_NOT_FOUND;
        }
        if (e instanceof RegistryException.Exists) {
            return ProblemCode.CLUSTER_EXISTS;
        }
        if (e instanceof RegistryException.Conflicting) {
            return ProblemCode.CLUSTER_CONFLICT;
        }
        if (e instanceof RegistryException.Busy) {
            return ProblemCode.OPERATION_IN_PROGRESS;
        }
        return e instanceof RegistryException.Stale ? ProblemCode.STALE_VERSION : ProblemCode.CLUSTER_IN_USE;
    }

    private static Problem ofRuntime(ConnectRuntimeException e) {
        if (e instanceof ConnectRuntimeException.Rebalancing rebalancing) {
            return Problem.of(ProblemCode.RUNTIME_REBALANCING, e.getMessage()).retryAfter(rebalancing.retryAfter());
        }
        if (e instanceof ConnectRuntimeException.InvalidConfig) {
            return Problem.of(ProblemCode.PRECHECK_FAILED, e.getMessage());
        }
        if (e instanceof ConnectRuntimeException.Conflict || e instanceof ConnectRuntimeException.NotFound) {
            return Problem.of(
                    ProblemCode.OPERATION_IN_PROGRESS,
                    "Connect is in another state than the link needs: " + e.getMessage() + "; try again");
        }
        return Problem.of(ProblemCode.RUNTIME_UNAVAILABLE, e.getMessage());
    }
}
