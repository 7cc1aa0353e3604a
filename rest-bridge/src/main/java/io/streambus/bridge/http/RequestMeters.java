package io.streambus.bridge.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;
import org.glassfish.jersey.uri.UriTemplate;

/**
 * Counts and times requests by method, route and status. Routes are templates, never addresses: what callers make up must not become labels.
 * Thread-safe.
 */
final class RequestMeters implements ApplicationEventListener {

    private static final String NAME = "http.server.requests";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final MeterRegistry registry;

    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onEvent(ApplicationEvent event) {
        // Only requests are of interest.
    }

    @Override
    public RequestEventListener onRequest(RequestEvent start) {
        Timer.Sample begun = Timer.start(registry);
        return event -> {
            if (event.getType() == RequestEvent.Type.FINISHED) {
                begun.stop(Timer.builder(NAME)
                        .description("Requests by route")
                        .tags("method", method(event), "uri", route(event), "status", Integer.toString(status(event)))
                        .register(registry));
            }
        };
    }

    private static String method(RequestEvent event) {
        String method = event.getContainerRequest().getMethod();
        return METHODS.contains(method) ? method : "other";
    }

    private static String route(RequestEvent event) {
        List<UriTemplate> templates = event.getUriInfo().getMatchedTemplates();
        StringBuilder route = new StringBuilder();
        // The innermost comes first.
        templates.forEach(template -> {
            String part = template.getTemplate();
            route.insert(0, part.equals("/") || part.startsWith("/") ? part : '/' + part);
        });
        String joined = route.toString().replaceAll("/{2,}", "/");
        return joined.length() <= 1 ? "none" : joined;
    }

    private static int status(RequestEvent event) {
        return event.getContainerResponse() == null
                ? Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()
                : event.getContainerResponse().getStatus();
    }
}
