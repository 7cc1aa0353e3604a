package io.streambus.bridge.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.LinkMerge;
import io.streambus.bridge.health.LinkHealth;
import io.streambus.bridge.http.body.Bodies;
import io.streambus.bridge.http.problem.ProblemCode;
import io.streambus.bridge.http.problem.ProblemException;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.lifecycle.LinkException;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.observe.LinkReport;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** One link: read, change, delete, life cycle, metrics, health. Thread-safe: stateless. */
@Path("/api/v1/replication/links/{linkId}")
@Produces(MediaType.APPLICATION_JSON)
public final class LinkResource {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ServiceGate gate;

    LinkResource(ServiceGate gate) {
        this.gate = gate;
    }

    @GET
    public CompletionStage<Response> get(@PathParam("linkId") String id, @Context UriInfo uri) {
        Services services = gate.pass();
        new Query(uri).done();
        return answer(services, find(services, id), Response.Status.OK);
    }

    @PUT
    public CompletionStage<Response> update(
            @PathParam("linkId") String id,
            @Context UriInfo uri,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            InputStream body)
            throws IOException {
        Services services = gate.pass();
        Query query = new Query(uri);
        boolean dryRun = query.flag("dry_run", false);
        query.done();
        OptionalLong revision = EntityTag.required(ifMatch, find(services, id));
        ObjectNode changes = Bodies.json(type, body);
        LinkMerge merge = new LinkMerge(services.reader());
        if (dryRun) {
            return services.links()
                    .preview(id, revision, current -> merge.merge(current, changes))
                    .thenApply(preview -> Response.ok(JsonText.bytes(LinkBodies.preview(preview)))
                            .build());
        }
        return services.links()
                .update(id, revision, current -> merge.merge(current, changes))
                .thenCompose(view -> answer(services, view, Response.Status.OK));
    }

    @DELETE
    public CompletionStage<Response> delete(
            @PathParam("linkId") String id, @Context UriInfo uri, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        Services services = gate.pass();
        Query query = new Query(uri);
        boolean force = query.flag("force", false);
        query.done();
        return services.links()
                .delete(id, EntityTag.required(ifMatch, find(services, id)), force)
                .thenApply(done -> Response.noContent().build());
    }

    @POST
    @Path("start")
    public CompletionStage<Response> start(@PathParam("linkId") String id, @Context UriInfo uri) {
        return act(id, uri, LinkAction.START);
    }

    @POST
    @Path("stop")
    public CompletionStage<Response> stop(@PathParam("linkId") String id, @Context UriInfo uri) {
        return act(id, uri, LinkAction.STOP);
    }

    @POST
    @Path("pause")
    public CompletionStage<Response> pause(@PathParam("linkId") String id, @Context UriInfo uri) {
        return act(id, uri, LinkAction.PAUSE);
    }

    @POST
    @Path("resume")
    public CompletionStage<Response> resume(@PathParam("linkId") String id, @Context UriInfo uri) {
        return act(id, uri, LinkAction.RESUME);
    }

    @GET
    @Path("metrics")
    public CompletionStage<Response> metrics(@PathParam("linkId") String id, @Context UriInfo uri) {
        Services services = gate.pass();
        new Query(uri).done();
        return observed(
                services,
                id,
                services.observer()::reportWithMetrics,
                report -> Response.ok(JsonText.bytes(LinkBodies.metrics(report.metrics()
                                .orElseThrow(() -> new ProblemException(
                                        ProblemCode.NOT_READY,
                                        "the checkpoints of link " + id + " have not been read yet")))))
                        .build());
    }

    @GET
    @Path("health")
    public CompletionStage<Response> health(@PathParam("linkId") String id, @Context UriInfo uri) {
        Services services = gate.pass();
        Query query = new Query(uri);
        boolean strict = query.flag("strict", false);
        query.done();
        return observed(services, id, services.observer()::report, report -> {
            LinkHealth health = report.health();
            if (strict && health.status() != LinkHealth.Status.HEALTHY) {
                throw new ProblemException(
                        ProblemCode.UNHEALTHY,
                        "link " + id + " is " + health.status().word() + ": " + String.join(" ", health.issues()));
            }
            return Response.ok(JsonText.bytes(LinkBodies.health(health))).build();
        });
    }

    private CompletionStage<Response> act(String id, UriInfo uri, LinkAction action) {
        Services services = gate.pass();
        Query query = new Query(uri);
        boolean wait = query.flag("wait", true);
        query.done();
        return wait
                ? services.links()
                        .act(id, action)
                        .thenCompose(view -> services.links().reconciled(id, WAIT))
                        .thenCompose(view -> answer(services, view, Response.Status.OK))
                : services.links()
                        .request(id, action)
                        .thenCompose(view -> answer(services, view, Response.Status.ACCEPTED));
    }

    private static CompletionStage<Response> answer(Services services, LinkView view, Response.Status status) {
        return services.observer()
                .report(view)
                .thenApply(report -> Response.status(status)
                        .tag(EntityTag.of(view))
                        .entity(JsonText.bytes(LinkBodies.link(view, report)))
                        .build());
    }

    private static CompletionStage<Response> observed(
            Services services,
            String id,
            Function<LinkView, CompletableFuture<Optional<LinkReport>>> look,
            Function<LinkReport, Response> form) {
        return look.apply(find(services, id))
                .thenApply(report -> form.apply(report.orElseThrow(() ->
                        new ProblemException(ProblemCode.NOT_READY, "link " + id + " has not been observed yet"))));
    }

    private static LinkView find(Services services, String id) {
        return services.views().find(id).orElseThrow(() -> new LinkException.NotFound(id));
    }
}
