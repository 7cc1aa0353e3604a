package io.streambus.e2e.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.e2e.replication.TopicRecords;
import io.streambus.packaging.Http;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A link with a topic of its own, {@code orders-of-ID}, as its operator handles it. Confined to the test's thread. */
final class SweptLink {

    private static final String LINKS = "/api/v1/replication/links";
    private static final int PER_WRITE = 10;

    private final SweepStage stage;
    private final String id;
    private int written;

    SweptLink(SweepStage stage, String id) {
        this.stage = stage;
        this.id = id;
    }

    SweepStage stage() {
        return stage;
    }

    String id() {
        return id;
    }

    String topic() {
        return "orders-of-" + id;
    }

    /** The same one each time; what it has written is not known. */
    SweptLink other() {
        return new SweptLink(stage, id + "-other");
    }

    ObjectNode document() {
        ObjectNode link =
                Http.JSON.createObjectNode().put("id", id).put("name", id).put("type", "active-passive");
        ObjectNode source = link.putObject("source_cluster").put("cluster_id", "west");
        source.putArray("brokers").add(stage.toWest().address());
        login(source.putObject("security"), "link");
        link.putObject("target_cluster")
                .put("cluster_id", "east")
                .putArray("brokers")
                .add(stage.toEast().address());
        link.putArray("topics").add(topic());
        link.putObject("config").put("concurrent_partitions", 2).put("checkpoint_interval_ms", 1_000);
        return link;
    }

    static void login(ObjectNode security, String user) {
        security.put("sasl_mechanism", "SCRAM-SHA-256")
                .put("sasl_username", user)
                .put("sasl_password", SweepStage.PASSWORD);
    }

    void createTopic() {
        stage.source().createTopic(topic(), 2, Map.of());
    }

    void create(ObjectNode document) throws Exception {
        expect(201, stage.api().post(LINKS, document.toString()));
    }

    void start() throws Exception {
        call("start");
    }

    void call(String action) throws Exception {
        Http.Answer answer = stage.api().post(LINKS + '/' + id + '/' + action, "");
        assertThat(answer.status()).as("%s: %s", action, answer.text()).isIn(200, 202);
    }

    /** What an operator does about a mistake in the document. */
    void change(Consumer<ObjectNode> how) throws Exception {
        ObjectNode change = Http.JSON.createObjectNode();
        how.accept(change);
        call("stop");
        expect(200, stage.api().send("PUT", LINKS + '/' + id, change.toString()));
        call("start");
    }

    /** What an operator does about partitions that stand still. */
    void restart(int... partitions) throws Exception {
        call("stop");
        for (int partition : partitions) {
            call("partitions/" + topic() + '-' + partition + "/restart");
        }
        call("start");
    }

    void write() {
        stage.source().write(topic(), 0, written, written + PER_WRITE);
        stage.source().write(topic(), 1, written, written + PER_WRITE);
        written += PER_WRITE;
    }

    /** How many records each partition has been given. */
    int written() {
        return written;
    }

    /** Whether the last record of each partition is on the target. */
    boolean arrived() {
        byte[] last = TopicRecords.value(written - 1);
        return stage.target().read(topic(), 0).stream().anyMatch(is(last))
                && stage.target().read(topic(), 1).stream().anyMatch(is(last));
    }

    private static Predicate<ConsumerRecord<byte[], byte[]>> is(byte[] value) {
        return record -> Arrays.equals(record.value(), value);
    }

    /** Without waiting for anything that is broken. */
    void delete() throws Exception {
        stage.api().post(LINKS + '/' + id + "/stop", "");
        Http.Answer answer = stage.api().send("DELETE", LINKS + '/' + id + "?force=true", "");
        assertThat(answer.status()).as(answer.text()).isIn(204, 404);
    }

    JsonNode health() throws Exception {
        return stage.api().get(LINKS + '/' + id + "/health").json();
    }

    private static void expect(int status, Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }
}
