package io.streambus.bridge.registry;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The links, as far as the registry has to know them. Thread-safe. */
public interface ClusterUsers {

    /** The links that have the cluster, whether they take anything from the registry or not, in a fixed order. */
    List<User> of(String clusterId);

    /** Gives the link what its clusters take from the registry now. Fails as a change of the link would. */
    CompletableFuture<Void> refresh(String linkId, ClusterDirectory directory);

    /**
     * A link that has a cluster.
     *
     * @param inherits whether it takes from the registry how the cluster is reached
     * @param ownSecurity whether it has security of its own for the brokers that it takes from there
     * @param changeable whether the link is in a status in which it may be changed
     */
    record User(String linkId, boolean inherits, boolean ownSecurity, boolean changeable) {
        public User {
            Objects.requireNonNull(linkId, "linkId");
        }
    }
}
