package io.streambus.bridge.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.Faults;
import io.streambus.bridge.json.Found;
import io.streambus.bridge.json.ObjectReader;
import io.streambus.bridge.json.Patterns;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.FailoverPolicy;
import io.streambus.bridge.link.FlowTuning;
import io.streambus.bridge.link.HeaderRules;
import io.streambus.bridge.link.MessageFilter;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.ReplicationLink.Mode;
import io.streambus.bridge.link.TopicScope;
import io.streambus.bridge.link.Topology;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.registry.ClusterDirectory;
import io.streambus.bridge.secrets.SecretPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads link documents (spec/replication.md and design/api.md). Thread-safe if the id maker is. */
public final class LinkReader {

    private static final int LONGEST_NAME = 200;

    private final Supplier<String> ids;
    private final SecretPolicy secrets;
    private final ClusterDirectory registry;

    /**
     * Refuses secrets in clear.
     *
     * @param ids makes the id of a link whose document gives none
     */
    public LinkReader(Supplier<String> ids) {
        this(ids, SecretPolicy.refused());
    }

    /**
     * @param ids makes the id of a link whose document gives none
     * @param secrets decides what becomes of secrets
     */
    public LinkReader(Supplier<String> ids, SecretPolicy secrets) {
        this(ids, secrets, ClusterDirectory.empty());
    }

    /**
     * @param ids makes the id of a link whose document gives none
     * @param secrets decides what becomes of secrets
     * @param registry for what a document leaves out of clusters that are registered
     */
    public LinkReader(Supplier<String> ids, SecretPolicy secrets, ClusterDirectory registry) {
        this.ids = ids;
        this.secrets = secrets;
        this.registry = registry;
    }

    public Read<ReplicationLink> read(ObjectNode document) {
        Faults faults = new Faults();
        ObjectReader fields = new ObjectReader(document, "", faults);
        String id = id(fields);
        String name = name(fields);
        Optional<Topology> topology = new TopologyReader(fields, id, secrets, registry).read();
        TopicScope topics = new TopicReader(fields).read();
        topology.ifPresent(clusters -> refuseTypeClash(fields, clusters, topics));
        Mode mode = mode(fields);
        List<String> groups = groups(fields, "groups");
        List<String> groupsExclude = groups(fields, "groups_exclude");
        FlowTuning tuning = fields.object("config").map(TransferReader::tuning).orElse(FlowTuning.DEFAULT);
        MessageFilter filter =
                fields.object("filter").map(TransferReader::filter).orElse(MessageFilter.NONE);
        HeaderRules headers = fields.object("transform")
                .map(transform -> new HeaderRulesReader(transform).read())
                .orElse(HeaderRules.NONE);
        FailoverPolicy failover =
                fields.object("failover_config").map(TransferReader::failover).orElse(FailoverPolicy.DISABLED);
        List<String> allowOverlap = allowOverlap(fields);
        fields.refuseOthers();
        if (!faults.none()) {
            return new Read.Invalid<>(faults.all());
        }
        return new Read.Valid<>(new ReplicationLink(
                id,
                name,
                topology.orElseThrow(),
                mode,
                topics,
                groups,
                groupsExclude,
                tuning,
                filter,
                headers,
                failover,
                allowOverlap));
    }

    private String id(ObjectReader fields) {
        Optional<String> id = fields.text("id");
        if (id.isPresent() && !LinkedCluster.isId(id.get())) {
            fields.fault("id", "must be 1 to 120 letters, digits, '.', '_' or '-', found " + Found.quoted(id.get()));
        }
        return id.orElseGet(ids);
    }

    private static String name(ObjectReader fields) {
        String name = fields.requiredText("name").orElse("?");
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            fields.fault("name", "must have 1 to " + LONGEST_NAME + " characters, found " + Found.quoted(name));
        }
        return name;
    }

    /** On the way back a pattern would match the renamed copies too, and copy them under yet another name, without end. */
    private static void refuseTypeClash(ObjectReader fields, Topology topology, TopicScope topics) {
        boolean listed = !topics.names().isEmpty() && topics.regex().isEmpty();
        if (listed || !topology.goesBothWays()) {
            return;
        }
        String rule = "must be left out in a link of type " + topology.type().word()
                + " that copies both ways, unless topics are listed by name: a pattern would match the renamed copies on"
                + " the way back";
        if (!topics.prefix().isEmpty()) {
            fields.fault("topic_prefix", rule);
        }
        topics.rules()
                .forEach((topic, each) -> each.target()
                        .filter(target -> !target.equals(topic))
                        .ifPresent(target ->
                                fields.faultAt("/topic_config" + ObjectReader.step(topic) + "/target_topic", rule)));
    }

    private static Mode mode(ObjectReader fields) {
        String word = fields.text("mode").orElseGet(Mode.PULL::word);
        Optional<Mode> mode = Mode.of(word);
        if (mode.isEmpty()) {
            fields.fault("mode", "must be one of " + Mode.words() + ", found " + Found.quoted(word));
        }
        return mode.orElse(Mode.PULL);
    }

    /** Asked for by name, group translation would be missed; left out, nobody counts on it. */
    private static List<String> groups(ObjectReader fields, String field) {
        List<String> groups = fields.texts(
                field, (at, group) -> Patterns.fault(group).ifPresent(message -> fields.faultAt(at, message)));
        if (!groups.isEmpty()) {
            fields.fault(field, NotYet.message("translating the offsets of consumer groups") + "; leave it out");
        }
        return groups;
    }

    /** They need not be there: links are made, deleted and made again in any order. */
    private static List<String> allowOverlap(ObjectReader fields) {
        return fields.texts("allow_overlap", (at, id) -> {
            if (!LinkedCluster.isId(id)) {
                fields.faultAt(at, "must be the id of a link, found " + Found.quoted(id));
            }
        });
    }
}
