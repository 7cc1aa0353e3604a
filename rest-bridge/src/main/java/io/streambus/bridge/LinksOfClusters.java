package io.streambus.bridge;

import io.streambus.bridge.json.Read;
import io.streambus.bridge.lifecycle.LinkService;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.lifecycle.LinkViews;
import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.registry.ClusterDirectory;
import io.streambus.bridge.registry.ClusterUsers;
import io.streambus.bridge.store.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** What links are to the registry of clusters. Thread-safe. */
final class LinksOfClusters implements ClusterUsers {

    private final LinkViews views;
    private final Optional<LinkService> leading;

    /** @param leading the links, to be changed; empty while this bridge does not lead */
    LinksOfClusters(LinkViews views, Optional<LinkService> leading) {
        this.views = views;
        this.leading = leading;
    }

    @Override
    public List<User> of(String clusterId) {
        return views.all().stream()
                .flatMap(view -> view.link().topology().clusters().stream()
                        .filter(cluster -> cluster.clusterId().equals(clusterId))
                        .map(cluster -> user(view, cluster)))
                .toList();
    }

    private static User user(LinkView view, LinkedCluster cluster) {
        boolean inherits = cluster.inherited().brokers();
        return new User(
                view.id(),
                inherits,
                inherits
                        && !cluster.inherited().security()
                        && !cluster.security().equals(Security.NONE),
                view.allowedActions().contains(LinkAction.UPDATE));
    }

    @Override
    public CompletableFuture<Void> refresh(String linkId, ClusterDirectory directory) {
        if (leading.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new StoreUnavailableException("this bridge does not lead any more", null));
        }
        return leading.get()
                .update(linkId, OptionalLong.empty(), link -> new Read.Valid<>(directory.resolve(link)))
                .thenApply(updated -> null);
    }
}
