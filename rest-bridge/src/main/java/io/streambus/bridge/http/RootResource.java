package io.streambus.bridge.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streambus.bridge.metrics.PrometheusText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** What stands at the server's root, for those who watch the bridge itself. Thread-safe: stateless. */
@Path("/")
public final class RootResource {

    private static final String PROMETHEUS_TEXT = "text/plain;version=0.0.4;charset=utf-8";

    private final Gate gate;
    private final PrometheusMeterRegistry registry;

    RootResource(Gate gate, PrometheusMeterRegistry registry) {
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
        gate.pass();
        return Response.ok(LinkBodies.words(Map.of("status", "ready"))).build();
    }
}
