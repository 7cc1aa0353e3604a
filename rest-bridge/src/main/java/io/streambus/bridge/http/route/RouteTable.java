package io.streambus.bridge.http.route;

import io.streambus.bridge.access.Role;
import io.streambus.bridge.http.route.Route.Body;
import java.util.List;
import java.util.Optional;

/**
 * Every call of the API, one a line. A test holds it against the resources and {@code openapi.json}: a new call takes a line here, the method of a
 * resource and its description. Calls that are not here are closed: reads are for those who may read anything, and all others take the highest role.
 * Thread-safe: immutable.
 */
public final class RouteTable {

    private static final String LINKS = "/api/v1/replication/links";
    private static final String LINK = LINKS + "/{linkId}";

    private static final String PARTITION = LINK + "/partitions/{partition}";

    private static final String CLUSTERS = "/api/v1/clusters";
    private static final String CLUSTER = CLUSTERS + "/{clusterId}";

    private final List<Line> lines;

    private record Line(Route route, PathTemplate path) {}

    /** @param metricsOpen whether everybody may read the bridge's meters */
    public RouteTable(boolean metricsOpen) {
        this.lines = List.of(
                        Route.read(LINKS),
                        Route.change("POST", LINKS, Role.ADMIN, Body.DOCUMENT, "create"),
                        Route.read(LINK),
                        Route.change("PUT", LINK, Role.ADMIN, Body.DOCUMENT, "update"),
                        Route.change("DELETE", LINK, Role.ADMIN, Body.UNWANTED, "delete"),
                        Route.change("POST", LINK + "/start", Role.OPERATOR, Body.UNWANTED, "start"),
                        Route.change("POST", LINK + "/stop", Role.OPERATOR, Body.UNWANTED, "stop"),
                        Route.change("POST", LINK + "/pause", Role.OPERATOR, Body.UNWANTED, "pause"),
                        Route.change("POST", LINK + "/resume", Role.OPERATOR, Body.UNWANTED, "resume"),
                        Route.read(LINK + "/metrics"),
                        Route.read(LINK + "/health"),
                        Route.read(LINK + "/checkpoints"),
                        Route.change("POST", PARTITION + "/skip", Role.OPERATOR, Body.UNWANTED, "skip"),
                        Route.change("POST", PARTITION + "/restart", Role.OPERATOR, Body.UNWANTED, "restart"),
                        Route.read(CLUSTERS),
                        Route.change("POST", CLUSTERS, Role.ADMIN, Body.DOCUMENT, "create"),
                        Route.read(CLUSTER),
                        Route.change("PUT", CLUSTER, Role.ADMIN, Body.DOCUMENT, "update"),
                        Route.change("DELETE", CLUSTER, Role.ADMIN, Body.UNWANTED, "delete"),
                        Route.change("POST", CLUSTER + "/identity", Role.ADMIN, Body.UNWANTED, "accept identity"),
                        metricsOpen ? Route.open("/metrics") : Route.read("/metrics"),
                        Route.open("/health/live"),
                        Route.open("/health/ready"),
                        Route.read("/openapi.json"))
                .stream()
                .map(route -> new Line(route, new PathTemplate(route.template())))
                .toList();
    }

    public List<Route> all() {
        return lines.stream().map(Line::route).toList();
    }

    /** @return the least role that the call takes; empty if it is there for everybody */
    public Optional<Role> role(String method, String path) {
        Optional<Route> known = find(method, path);
        return known.isPresent() ? known.get().role() : Optional.of(Route.isRead(method) ? Role.VIEWER : Role.ADMIN);
    }

    /** How many bytes of a body are taken at most. */
    public int mostBytes(String method, String path) {
        return find(method, path).map(Route::body).orElse(Body.UNWANTED).mostBytes();
    }

    /** What a changing call does, in a word: the table's, else the last part of a path below that of a resource, else the method. */
    public String action(String method, String path) {
        return find(method, path).flatMap(Route::action).or(() -> below(path)).orElse(method);
    }

    /** What a path names, also with one part more than the table has. */
    public Optional<ResourceName> subject(String path) {
        return lines.stream()
                .flatMap(line -> line.path().subject(path).stream())
                .findFirst();
    }

    private Optional<Route> find(String method, String path) {
        return lines.stream()
                .filter(line -> line.route().takes(method) && line.path().matches(path))
                .map(Line::route)
                .findFirst();
    }

    private Optional<String> below(String path) {
        return lines.stream().flatMap(line -> line.path().below(path).stream()).findFirst();
    }
}
