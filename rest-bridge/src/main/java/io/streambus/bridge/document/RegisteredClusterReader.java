package io.streambus.bridge.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.Faults;
import io.streambus.bridge.json.Found;
import io.streambus.bridge.json.ObjectReader;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.bridge.secrets.SecretPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the documents of clusters that are registered, and merges changes into them. Thread-safe: immutable. */
public final class RegisteredClusterReader {

    /** What secrets are named after: no link has such an id. */
    private static final String OWNER = "/clusters";

    private static final int LONGEST_NAME = 200;

    /** What answers say of a cluster beside its document. Whoever changes an answer and puts it back means the document. */
    private static final Set<String> STATE = Set.of("links", "kafka_cluster_id", "created_at", "version");

    private final SecretPolicy secrets;
    private final Set<String> connectClusters;

    /**
     * @param secrets decides what becomes of secrets
     * @param connectClusters the names of those that there are
     */
    public RegisteredClusterReader(SecretPolicy secrets, Set<String> connectClusters) {
        this.secrets = secrets;
        this.connectClusters = Collections.unmodifiableSet(new TreeSet<>(connectClusters));
    }

    /** For what this bridge has stored: a Connect cluster that is gone since is no fault. */
    public static RegisteredClusterReader asStored() {
        return new RegisteredClusterReader(SecretPolicy.asStored(), Set.of());
    }

    public Read<RegisteredCluster> read(ObjectNode document) {
        Faults faults = new Faults();
        ObjectReader fields = new ObjectReader(document, "", faults);
        Optional<String> id = ClusterReader.id(fields);
        Optional<String> name = text(fields, "name");
        Optional<String> region = text(fields, "region");
        if (!fields.has("brokers")) {
            fields.fault("brokers", "is required");
        }
        List<String> brokers = ClusterReader.brokers(fields);
        Security security = ClusterReader.security(fields, OWNER, id, secrets);
        Optional<String> connectCluster = connectCluster(fields);
        fields.refuseOthers();
        if (!faults.none()) {
            return new Read.Invalid<>(faults.all());
        }
        String clusterId = id.orElseThrow();
        return new Read.Valid<>(
                new RegisteredCluster(clusterId, name.orElse(clusterId), region, brokers, security, connectCluster));
    }

    private static Optional<String> text(ObjectReader fields, String field) {
        Optional<String> text = fields.text(field);
        text.filter(found -> found.isBlank() || found.length() > LONGEST_NAME)
                .ifPresent(found -> fields.fault(
                        field, "must have 1 to " + LONGEST_NAME + " characters, found " + Found.quoted(found)));
        return text;
    }

    private Optional<String> connectCluster(ObjectReader fields) {
        Optional<String> name = fields.text("connect_cluster");
        name.filter(found -> secrets.judges() && !connectClusters.contains(found))
                .ifPresent(found -> fields.fault(
                        "connect_cluster",
                        "must name a Connect cluster of the bridge's configuration, one of " + connectClusters
                                + ", found " + Found.quoted(found)));
        return name;
    }

    /** PUT's merge of given fields into a document, by the rules of {@link LinkMerge}. */
    public Read<RegisteredCluster> merge(RegisteredCluster current, ObjectNode changes) {
        ObjectNode before = LinkWriter.complete().write(current);
        ObjectNode after = LinkWriter.masked().write(current);
        ObjectNode document = changes.deepCopy();
        if (changes.has("version") && changes.has("links")) {
            document.remove(STATE);
        }
        LinkMerge.merge(after, document);
        List<Fault> faults = new ArrayList<>();
        if (!after.path("cluster_id").equals(before.path("cluster_id"))) {
            faults.add(new Fault(
                    "/cluster_id", "cannot be changed, links name the cluster by it; register another one instead"));
        }
        KeptSecrets kept = KeptSecrets.restoreRegistered(before, after);
        Read<RegisteredCluster> read = read(after);
        if (read instanceof Read.Valid<RegisteredCluster> valid) {
            faults.addAll(kept.misled(current, valid.value()));
        }
        if (read instanceof Read.Invalid<RegisteredCluster> invalid) {
            faults.addAll(invalid.faults());
        }
        return faults.isEmpty() ? read : new Read.Invalid<>(faults);
    }
}
