package io.streambus.e2e.sweep;

import static io.streambus.e2e.sweep.SweptFault.between;
import static io.streambus.e2e.sweep.SweptFault.fromTheStart;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.e2e.replication.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** The twenty ways to break a link; six of them on either side. */
final class SweptFaults {

    /** The one that needs a target with a small disk. */
    static final String FULL_TARGET = "target full";

    private static final Duration SAID = Duration.ofSeconds(30);

    private SweptFaults() {}

    static List<SweptFault> all() {
        return Stream.of(clusters(), lines(), addresses(), logins(), processes(), topics(), records(), documents())
                .flatMap(List::stream)
                .toList();
    }

    private static List<SweptFault> clusters() {
        return List.of(
                between(
                                "source stopped",
                                List.of("west", "refused"),
                                link -> link.stage().stopWest(),
                                link -> link.stage().startWestAgain())
                        .withoutWriters(),
                between(
                        "target stopped",
                        List.of("east", "refused"),
                        link -> link.stage().stopEast(),
                        link -> link.stage().startEastAgain()),
                between(
                                "source frozen",
                                List.of("west", "no answer"),
                                link -> link.stage().west().suspend(),
                                link -> link.stage().west().resume())
                        .withoutWriters(),
                between(
                        "target frozen",
                        List.of("east", "no answer"),
                        link -> link.stage().east().suspend(),
                        link -> link.stage().east().resume()),
                between(
                        FULL_TARGET,
                        List.of("east", "cannot be reached"),
                        link -> link.stage().disk().fill(),
                        link -> {
                            link.stage().disk().empty();
                            link.stage().startEastAgain();
                        }));
    }

    private static List<SweptFault> lines() {
        return List.of(
                between(
                        "source half open",
                        List.of("west", "no answer"),
                        link -> link.stage().toWest().freeze(),
                        link -> link.stage().toWest().thaw()),
                between(
                        "target half open",
                        List.of("east", "no answer"),
                        link -> link.stage().toEast().freeze(),
                        link -> link.stage().toEast().thaw()),
                between(
                        "source refuses connections",
                        List.of("west", "refused"),
                        link -> link.stage().toWest().cut(),
                        link -> link.stage().toWest().admit()),
                between(
                        "target refuses connections",
                        List.of("east", "refused"),
                        link -> link.stage().toEast().cut(),
                        link -> link.stage().toEast().admit()));
    }

    private static List<SweptFault> addresses() {
        return List.of(
                unresolved("source", "west"),
                unresolved("target", "east"),
                tlsOnAPlainPort("source", "west"),
                tlsOnAPlainPort("target", "east"));
    }

    private static SweptFault unresolved(String side, String cluster) {
        String pointer = '/' + side + "_cluster";
        return fromTheStart(
                side + " unresolved",
                List.of(cluster, "no-such-host.invalid"),
                (link, document) ->
                        document.withObject(pointer).putArray("brokers").add("no-such-host.invalid:9092"),
                link -> link.change(
                        change -> change.set(side + "_cluster", link.document().at(pointer))));
    }

    private static SweptFault tlsOnAPlainPort(String side, String cluster) {
        String pointer = '/' + side + "_cluster";
        return fromTheStart(
                side + " with TLS on a plain port",
                List.of(cluster, "TLS"),
                (link, document) -> tls(document.withObject(pointer + "/security"), true),
                // A secret goes elsewhere only where it is given with it.
                link -> link.change(change -> {
                    change.set(side + "_cluster", link.document().at(pointer));
                    tls(change.withObject(pointer + "/security"), false);
                }));
    }

    private static void tls(ObjectNode security, boolean enabled) {
        security.put("enable_tls", enabled).put("tls_skip_verify", enabled);
    }

    private static List<SweptFault> logins() {
        return List.of(
                between(
                                "rights taken",
                                List.of("west", "TOPIC", "uthoriz"),
                                link -> link.stage()
                                        .source()
                                        .forbid("reader", ResourceType.TOPIC, link.topic(), AclOperation.READ),
                                link -> link.stage()
                                        .source()
                                        .allow("reader", ResourceType.TOPIC, link.topic(), AclOperation.READ))
                        .prepared((link, document) -> login(link, document, "reader")),
                between(
                                "password changed",
                                List.of("west", "uthentication"),
                                link -> link.stage().source().setPassword("worker", "another"),
                                link -> link.stage().source().setPassword("worker", SweepStage.PASSWORD))
                        .prepared((link, document) -> login(link, document, "worker")));
    }

    /** A user that the source knows, with the rights that a flow needs. */
    private static void login(SweptLink link, ObjectNode document, String user) {
        Cluster source = link.stage().source();
        source.setPassword(user, SweepStage.PASSWORD);
        source.allow(
                user,
                ResourceType.TOPIC,
                link.topic(),
                AclOperation.READ,
                AclOperation.DESCRIBE,
                AclOperation.DESCRIBE_CONFIGS);
        source.allow(user, ResourceType.CLUSTER, "kafka-cluster", AclOperation.DESCRIBE);
        SweptLink.login(document.withObject("/source_cluster/security"), user);
    }

    private static List<SweptFault> processes() {
        return List.of(
                between(
                        "worker gone",
                        List.of("worker"),
                        link -> link.stage().worker().kill(),
                        link -> link.stage().startWorkerAgain()),
                between(
                        "bridge gone",
                        List.of("connect"),
                        link -> link.stage().bridge().kill(),
                        link -> link.stage().startBridge()));
    }

    private static List<SweptFault> topics() {
        return List.of(
                between(
                        "topic gone",
                        List.of("west", "TOPIC"),
                        link -> link.stage().source().deleteTopic(link.topic()),
                        SweptFaults::makeAgain),
                between(
                        "topic recreated",
                        List.of("west", "TOPIC"),
                        link -> {
                            link.stage().source().deleteTopic(link.topic());
                            link.createTopic();
                        },
                        link -> link.restart(0, 1)),
                between(
                        "topic cut back",
                        List.of("west", "TOPIC-0"),
                        link -> {
                            link.call("stop");
                            link.write();
                            link.write();
                            link.stage()
                                    .source()
                                    .deleteRecordsBefore(new TopicPartition(link.topic(), 0), link.written() - 5);
                            link.start();
                        },
                        link -> link.restart(0)));
    }

    /** It is another topic of that name: what becomes of the copies of the old one is for the operator to say, once he is asked. */
    private static void makeAgain(SweptLink link) throws Exception {
        link.createTopic();
        await().atMost(SAID).until(() -> {
            String issues = link.health().path("issues").toString();
            return Stream.of("-0", "-1")
                    .map(partition -> "Partition " + link.topic() + partition + " of cluster west stands still")
                    .allMatch(issues::contains);
        });
        link.restart(0, 1);
    }

    private static List<SweptFault> records() {
        HeldTransaction held = new HeldTransaction();
        return List.of(
                between(
                        "open transaction",
                        List.of("west", "TOPIC-0", "transaction"),
                        link -> held.open(link.stage().source().bootstrapServers(), link.topic()),
                        link -> held.abort()),
                between(
                        "poison record",
                        List.of("TOPIC-0"),
                        link -> {
                            link.stage().target().set(link.topic(), "max.message.bytes", "100000");
                            link.stage()
                                    .source()
                                    .write(List.of(
                                            new ProducerRecord<>(link.topic(), 0, null, incompressible(500_000))));
                        },
                        link -> link.stage().target().set(link.topic(), "max.message.bytes", "1048588")));
    }

    private static byte[] incompressible(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }

    private static List<SweptFault> documents() {
        return List.of(
                between(
                                "two links",
                                List.of("LINK-other", "TOPIC-shared", "west"),
                                link -> link.stage().source().createTopic(link.topic() + "-shared", 1, Map.of()),
                                link -> link.other().delete())
                        .prepared(SweptFaults::besideAnother),
                fromTheStart(
                        "wrong filter",
                        List.of("west", "topics_exclude", "TOPIC"),
                        (link, document) -> document.putArray("topics_exclude").add("orders-.*"),
                        link -> link.change(change -> change.putArray("topics_exclude"))),
                fromTheStart(
                        "no match",
                        List.of("west", "TOPIC-misspelt"),
                        (link, document) -> document.putArray("topics").add(link.topic() + "-misspelt"),
                        link -> link.change(change -> change.putArray("topics").add(link.topic()))),
                between(
                        "paused for ever",
                        List.of("west", "paused"),
                        link -> link.call("pause"),
                        link -> link.call("resume")));
    }

    /** Two patterns are not compared with each other: only a topic shows that both match it. */
    private static void besideAnother(SweptLink link, ObjectNode document) throws Exception {
        document.putArray("topics");
        document.put("topics_regex", link.topic() + "(-.*)?");
        SweptLink other = link.other();
        ObjectNode overlapping = other.document();
        overlapping.putArray("topics");
        overlapping.put("topics_regex", link.topic() + "-s.*");
        other.create(overlapping);
        other.start();
    }
}
