package io.streambus.bridge.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.LinkWriter;
import io.streambus.bridge.http.Services.Registry;
import io.streambus.bridge.http.body.Bodies;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.bridge.registry.RegistryException;
import io.streambus.bridge.registry.StoredCluster;
import io.streambus.connect.identity.ClusterIdentity;
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
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The registry of clusters. Thread-safe: stateless. */
@Path("/api/v1/clusters")
@Produces(MediaType.APPLICATION_JSON)
public final class ClustersResource {

    private final ServiceGate gate;

    ClustersResource(ServiceGate gate) {
        this.gate = gate;
    }

    @GET
    public Response list(@Context UriInfo uri) {
        Registry registry = gate.pass().registry();
        new Query(uri).done();
        return Response.ok(LinkBodies.array(registry.clusters().all().stream()
                        .map(cluster -> body(registry, cluster))
                        .toList()))
                .build();
    }

    @POST
    public Response create(
            @Context UriInfo uri, @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type, InputStream body)
            throws IOException {
        Registry registry = gate.pass().registry();
        new Query(uri).done();
        RegisteredCluster cluster = Bodies.require(registry.reader().read(Bodies.json(type, body)));
        registry.conflicts().accept(cluster);
        StoredCluster created = registry.clusters().create(cluster);
        return answer(
                Response.created(uri.getAbsolutePathBuilder().path(created.id()).build()), registry, created);
    }

    @GET
    @Path("{clusterId}")
    public Response get(@PathParam("clusterId") String id, @Context UriInfo uri) {
        Registry registry = gate.pass().registry();
        new Query(uri).done();
        return answer(Response.ok(), registry, registry.clusters().get(id));
    }

    @PUT
    @Path("{clusterId}")
    public CompletionStage<Response> update(
            @PathParam("clusterId") String id,
            @Context UriInfo uri,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            InputStream body)
            throws IOException {
        Registry registry = gate.pass().registry();
        new Query(uri).done();
        OptionalLong revision = required(ifMatch, registry.clusters().get(id));
        ObjectNode changes = Bodies.json(type, body);
        return registry.clusters()
                .update(id, revision, current -> merged(registry, current, changes))
                .thenApply(updated -> answer(Response.ok(), registry, updated));
    }

    private static Read<RegisteredCluster> merged(Registry registry, RegisteredCluster current, ObjectNode changes) {
        return registry.reader().merge(current, changes).flatMap(changed -> {
            if (!changed.brokers().equals(current.brokers())) {
                registry.conflicts().accept(changed);
            }
            return new Read.Valid<>(changed);
        });
    }

    @DELETE
    @Path("{clusterId}")
    public Response delete(
            @PathParam("clusterId") String id,
            @Context UriInfo uri,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        Registry registry = gate.pass().registry();
        new Query(uri).done();
        registry.clusters().delete(id, required(ifMatch, registry.clusters().get(id)));
        return Response.noContent().build();
    }

    /** A cluster that was rebuilt is another one, which somebody has to say is meant. */
    @POST
    @Path("{clusterId}/identity")
    public Response acceptIdentity(@PathParam("clusterId") String id, @Context UriInfo uri) {
        Registry registry = gate.pass().registry();
        new Query(uri).done();
        ClusterIdentity accepted = registry.acceptIdentity().apply(id);
        ObjectNode body = JsonText.newObject().put("cluster_id", id);
        accepted.clusterId().ifPresent(kafkaId -> body.put("kafka_cluster_id", kafkaId));
        accepted.addresses().forEach(body.putArray("brokers")::add);
        return Response.ok(JsonText.bytes(body)).build();
    }

    private static OptionalLong required(String ifMatch, StoredCluster cluster) {
        return EntityTag.required(
                ifMatch,
                cluster.revision(),
                cluster.createdAt(),
                current -> new RegistryException.Stale("cluster " + cluster.id() + " is " + current));
    }

    private static Response answer(Response.ResponseBuilder answer, Registry registry, StoredCluster cluster) {
        return answer.tag(EntityTag.of(cluster.revision(), cluster.createdAt()))
                .entity(JsonText.bytes(body(registry, cluster)))
                .build();
    }

    /** The document, secrets masked, and who uses the cluster. */
    private static ObjectNode body(Registry registry, StoredCluster cluster) {
        ObjectNode body = LinkWriter.masked().write(cluster.cluster());
        registry.clusters().links(cluster.id()).forEach(body.putArray("links")::add);
        registry.kafkaClusterId().apply(cluster.id()).ifPresent(id -> body.put("kafka_cluster_id", id));
        return body.put("created_at", LinkBodies.time(cluster.createdAt())).put("version", cluster.revision());
    }
}
