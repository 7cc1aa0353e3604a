package io.streambus.bridge.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.http.partition.StandstillEnd;
import io.streambus.bridge.http.partition.StandstillEnd.Way;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.lifecycle.LinkException;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.observe.PartitionState;
import io.streambus.bridge.plan.Flow;
import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** How far a link has come with each source partition, and where it goes on with one that stands still. Thread-safe: stateless. */
@Path("/api/v1/replication/links/{linkId}")
@Produces(MediaType.APPLICATION_JSON)
public final class CheckpointsResource {

    private final ServiceGate gate;

    CheckpointsResource(ServiceGate gate) {
        this.gate = gate;
    }

    @GET
    @Path("checkpoints")
    public Response list(@PathParam("linkId") String id, @Context UriInfo uri) {
        Services services = gate.pass();
        Query query = new Query(uri);
        Optional<String> topic = query.text("topic");
        query.done();
        LinkView view = services.views().find(id).orElseThrow(() -> new LinkException.NotFound(id));
        ObjectNode body = JsonText.newObject().put("link_id", id);
        ArrayNode checkpoints = body.putArray("checkpoints");
        services.observer().partitions(view).stream()
                .filter(state -> topic.isEmpty() || topic.get().equals(state.topic()))
                .forEach(state -> write(checkpoints.addObject(), state));
        return Response.ok(JsonText.bytes(body)).build();
    }

    @POST
    @Path("partitions/{partition}/skip")
    public CompletionStage<Response> skip(
            @PathParam("linkId") String id, @PathParam("partition") String partition, @Context UriInfo uri) {
        return end(id, partition, Way.SKIP, uri);
    }

    @POST
    @Path("partitions/{partition}/restart")
    public CompletionStage<Response> restart(
            @PathParam("linkId") String id, @PathParam("partition") String partition, @Context UriInfo uri) {
        return end(id, partition, Way.RESTART, uri);
    }

    private CompletionStage<Response> end(String id, String partition, Way way, UriInfo uri) {
        Services services = gate.pass();
        Query query = new Query(uri);
        Optional<String> flow = query.text("flow");
        query.done();
        LinkView view = services.views().find(id).orElseThrow(() -> new LinkException.NotFound(id));
        StandstillEnd end =
                StandstillEnd.of(partition, flow, way, services.observer().partitions(view));
        Flow of = view.flows().keySet().stream()
                .filter(each -> each.name().equals(end.state().flow()))
                .findFirst()
                .orElseThrow();
        return services.links()
                .goOnAt(id, of, end.partition(), end.next())
                .thenApply(stopped -> Response.ok(end.body(id)).build());
    }

    static void write(ObjectNode node, PartitionState state) {
        PartitionCheckpoint checkpoint = state.checkpoint();
        node.put("flow", state.flow())
                .put("source_cluster_id", state.sourceClusterId())
                .put("target_cluster_id", state.targetClusterId())
                .put("topic", state.topic())
                .put("partition", state.partition())
                .put("next_source_offset", checkpoint.nextSourceOffset());
        // Above next_source_offset, some records in between may be missing on the target.
        checkpoint.openHole().ifPresent(hole -> node.put("acknowledged_to", checkpoint.acknowledgedTo()));
        checkpoint.target().ifPresent(target -> node.put("target_topic", target.topic()));
        checkpoint.lastTargetOffset().ifPresent(offset -> node.put("last_target_offset", offset));
        Counters counters = checkpoint.counters();
        node.put("messages_replicated", counters.records())
                .put("bytes_replicated", counters.bytes())
                .put("messages_filtered", counters.filtered())
                .put("loops_dropped", counters.loopsDropped())
                .put("errors", counters.errors())
                .put("reordered_records", counters.reordered())
                .put("repeated_records", counters.repeated())
                .put("carried_headers", counters.carried())
                .put("echoed_records", counters.echoed());
        time(node, "last_record_timestamp", checkpoint.lastRecordTimestampMs());
        time(node, "caught_up_at", state.caughtUpAtMs());
        time(node, "written_at", OptionalLong.of(checkpoint.writtenAtMs()));
        checkpoint.error().ifPresent(error -> node.put("error", error));
    }

    /** Records without a timestamp carry -1, which is no time. */
    private static void time(ObjectNode node, String field, OptionalLong millis) {
        millis.stream()
                .filter(ms -> ms >= 0)
                .forEach(ms -> node.put(field, Instant.ofEpochMilli(ms).toString()));
    }
}
