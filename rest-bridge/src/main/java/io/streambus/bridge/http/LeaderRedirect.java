package io.streambus.bridge.http;

import io.streambus.bridge.http.problem.Problem;
import io.streambus.bridge.http.problem.ProblemCode;
import io.streambus.bridge.http.problem.ProblemException;
import io.streambus.bridge.http.problem.RequestIds;
import io.streambus.bridge.http.route.Route;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Sends changing calls to the bridge that leads. Thread-safe: stateless. */
final class LeaderRedirect implements ContainerRequestFilter {

    private final ServiceGate gate;

    LeaderRedirect(ServiceGate gate) {
        this.gate = gate;
    }

    @Override
    public void filter(ContainerRequestContext call) {
        if (Route.isRead(call.getMethod())) {
            return;
        }
        Services services = gate.pass();
        if (services.leading().isPresent()) {
            return;
        }
        URI leader = services.otherLeader().orElseThrow(ProblemException::nobodyLeads);
        URI asked = call.getUriInfo().getRequestUri();
        String query = asked.getRawQuery() == null ? "" : '?' + asked.getRawQuery();
        Problem problem = Problem.of(
                ProblemCode.NOT_LEADER,
                "this bridge answers reads only; the bridge at " + leader
                        + " leads: repeat the call there, as the Location header says");
        String id = String.valueOf(call.getProperty(RequestIds.ATTRIBUTE));
        call.abortWith(Response.status(problem.code().status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.LOCATION, leader + asked.getRawPath() + query)
                .entity(problem.body(problem.code().status(), asked.getRawPath(), id))
                .build());
    }
}
