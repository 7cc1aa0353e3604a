package io.streambus.bridge.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streambus.bridge.metrics.PrometheusText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What stands at the server's root, for those who watch the bridge itself. Thread-safe: stateless. */
@Path("/")
public final class RootResource {

    private static final String PROMETHEUS_TEXT = "text/plain;version=0.0.4;charset=utf-8";

    private final ServiceGate gate;
    private final PrometheusMeterRegistry registry;

    RootResource(ServiceGate gate, PrometheusMeterRegistry registry) {
        this.gate = gate;
        this.registry = registry;
    }

    @GET
    @Path("metrics")
    @Produces(PROMETHEUS_TEXT)
    public String metrics() {
        // The process can be watched before the links are known.
        return gate.tryPass()
                        .map(services -> PrometheusText.of(
                                services.observer().samples(),
                                services.metrics().partitions()))
                        .orElse("")
                + registry.scrape();
    }

    @GET
    @Path("health/live")
    @Produces(MediaType.APPLICATION_JSON)
    public Response live() {
        return Response.ok(LinkBodies.words(Map.of("status", "live"))).build();
    }

    @GET
    @Path("health/ready")
    @Produces(MediaType.APPLICATION_JSON)
    public Response ready() {
        Services services = gate.pass();
        Map<String, String> body = new TreeMap<>(Map.of("status", "ready"));
        body.put("role", services.leading().isPresent() ? "leader" : "follower");
        Optional<URI> leader = services.leading().isPresent() ? Optional.of(services.ownUrl()) : services.otherLeader();
        leader.ifPresent(url -> body.put("leader", url.toString()));
        return Response.ok(LinkBodies.words(body)).build();
    }
}
