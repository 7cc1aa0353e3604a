package io.streambus.connect.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Tells of failures of looks at the clusters of a flow why they failed. Thread-safe.
 *
 * @param source whose outages are told
 * @param target likewise
 */
public record Outages(ClusterAdmin source, ClusterAdmin target) {

    /**
     * One of the clusters has failed. Takes some seconds where the cause has to be looked for.
     *
     * @return the failure with its cause, if it is that a cluster did not answer; any other as it is
     */
    public Throwable explained(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof ClusterException failed) || failed.isRefusal()) {
            return cause;
        }
        if (failed.cluster().equals(source.cluster())) {
            return source.outage().failed(failed.getCause());
        }
        return failed.cluster().equals(target.cluster()) ? target.outage().failed(failed.getCause()) : cause;
    }

    /**
     * @param background where causes are looked for
     * @return the same look, with the causes of failures that say none
     */
    public <T> CompletableFuture<T> explained(CompletableFuture<T> look, Executor background) {
        return look.exceptionallyComposeAsync(
                failure -> CompletableFuture.failedFuture(explained(failure)), background);
    }
}
