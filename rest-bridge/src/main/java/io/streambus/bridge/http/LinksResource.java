package io.streambus.bridge.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.cluster.ClusterUnreachableException;
import io.streambus.bridge.health.LinkHealth;
import io.streambus.bridge.http.body.Bodies;
import io.streambus.bridge.http.problem.Problem;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.lifecycle.LinkException;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.observe.LinkReport;
import io.streambus.bridge.store.UnreadableLink;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The links as a whole: list and create. Thread-safe: stateless. */
@Path("/api/v1/replication/links")
@Produces(MediaType.APPLICATION_JSON)
public final class LinksResource {

    private static final List<String> STATUSES = List.of("initializing", "active", "paused", "stopped", "failed");
    private static final List<String> HEALTHS = Arrays.stream(LinkHealth.Status.values())
            .map(LinkHealth.Status::word)
            .toList();

    private final ServiceGate gate;

    LinksResource(ServiceGate gate) {
        this.gate = gate;
    }

    private record Seen(LinkView view, Optional<LinkReport> report) {}

    @GET
    public CompletionStage<Response> list(@Context UriInfo uri) {
        Services services = gate.pass();
        Query query = new Query(uri);
        Optional<String> status = query.word("status", STATUSES);
        Optional<String> health = query.word("health", HEALTHS);
        int limit = query.integer("limit", 1, 1_000).orElse(Integer.MAX_VALUE);
        Optional<PageToken> after = query.text("page_token").flatMap(text -> {
            Optional<PageToken> token = PageToken.parse(text);
            if (token.isEmpty()) {
                query.fault("page_token", "is none that this API gave; start again without it");
            }
            return token;
        });
        query.done();
        List<LinkView> views = services.views().all().stream()
                .filter(view ->
                        status.isEmpty() || status.get().equals(view.status().word()))
                .filter(view -> after.isEmpty() || after.get().isBefore(view))
                .toList();
        return reports(services, views)
                .thenApply(seen -> page(
                        uri,
                        limit,
                        seen.stream()
                                .filter(each -> health.isEmpty() || health.equals(health(each)))
                                .toList(),
                        unreadable(services, status, health)));
    }

    /** What cannot be read comes last. */
    private static List<UnreadableLink> unreadable(
            Services services, Optional<String> status, Optional<String> health) {
        boolean wanted = health.isEmpty() || health.get().equals(LinkHealth.Status.UNHEALTHY.word());
        return services.views().unreadable().stream()
                .filter(link -> wanted && (status.isEmpty() || status.get().equals(link.status())))
                .toList();
    }

    private static CompletableFuture<List<Seen>> reports(Services services, List<LinkView> views) {
        List<CompletableFuture<Seen>> seen = views.stream()
                .map(view -> services.observer().report(view).thenApply(report -> new Seen(view, report)))
                .toList();
        return CompletableFuture.allOf(seen.toArray(CompletableFuture[]::new))
                .thenApply(all -> seen.stream().map(CompletableFuture::join).toList());
    }

    private static Optional<String> health(Seen seen) {
        return seen.report().map(report -> report.health().status().word());
    }

    private static Response page(UriInfo uri, int limit, List<Seen> all, List<UnreadableLink> unreadable) {
        List<Seen> page = all.subList(0, Math.min(limit, all.size()));
        boolean last = page.size() == all.size();
        Response.ResponseBuilder answer = Response.ok(LinkBodies.array(Stream.concat(
                        page.stream().map(seen -> LinkBodies.summary(seen.view(), seen.report())),
                        unreadable.stream().filter(link -> last).map(LinkBodies::summary))
                .toList()));
        if (!last) {
            String next = uri.getRequestUriBuilder()
                    .replaceQueryParam(
                            "page_token", PageToken.of(page.get(page.size() - 1).view()))
                    .build()
                    .toString();
            answer.header(HttpHeaders.LINK, '<' + next + ">; rel=\"next\"");
        }
        return answer.build();
    }

    @POST
    public CompletionStage<Response> create(
            @Context UriInfo uri, @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body)
            throws IOException {
        Services services = gate.pass();
        Query query = new Query(uri);
        boolean validateOnly = query.flag("validate_only", false);
        query.done();
        Read<ReplicationLink> read = services.reader().read(Bodies.json(type, body));
        if (validateOnly) {
            return validate(services, read);
        }
        return services.links()
                .create(Bodies.require(read))
                .thenCompose(view -> services.observer().report(view).thenApply(report -> new Seen(view, report)))
                .thenApply(seen -> created(uri, seen));
    }

    private static Response created(UriInfo uri, Seen seen) {
        UriBuilder location = uri.getAbsolutePathBuilder().path(seen.view().id());
        return Response.created(location.build())
                .tag(EntityTag.of(seen.view()))
                .entity(JsonText.bytes(LinkBodies.link(seen.view(), seen.report())))
                .build();
    }

    private static CompletionStage<Response> validate(Services services, Read<ReplicationLink> read) {
        if (read instanceof Read.Invalid<ReplicationLink> invalid) {
            return CompletableFuture.completedFuture(verdict(invalid.faults()));
        }
        ReplicationLink link = ((Read.Valid<ReplicationLink>) read).value();
        return services.links()
                .check(link)
                .thenApply(fine -> verdict(services, link))
                .exceptionally(LinksResource::refusal);
    }

    /** A source that is away is no fault of the document, and the link would wait for it. */
    private static Response verdict(Services services, ReplicationLink link) {
        ObjectNode body = verdictBody(List.of());
        try {
            ArrayNode topics = body.putArray("topics");
            services.sourceTopics().matching(link).forEach(topics::add);
        } catch (ClusterUnreachableException e) {
            body.remove("topics");
            body.putArray("warnings").add(e.getMessage());
        }
        return Response.ok(JsonText.bytes(body)).build();
    }

    /** What is wrong with the link is the answer; what is wrong with Connect is a problem. */
    private static Response refusal(Throwable e) {
        Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof LinkException.Refused refused) {
            return verdict(refused.faults());
        }
        if (cause instanceof LinkException.Conflicting conflicting) {
            return verdict(conflicting.faults());
        }
        if (cause instanceof LinkException.Exists) {
            return verdict(List.of(new Fault("/id", cause.getMessage())));
        }
        throw new CompletionException(cause);
    }

    private static Response verdict(List<Fault> faults) {
        return Response.ok(JsonText.bytes(verdictBody(faults))).build();
    }

    private static ObjectNode verdictBody(List<Fault> faults) {
        ObjectNode body = JsonText.newObject().put("valid", faults.isEmpty());
        body.set("errors", Problem.errors(faults));
        return body;
    }
}
