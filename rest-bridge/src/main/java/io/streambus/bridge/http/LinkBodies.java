package io.streambus.bridge.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.LinkWriter;
import io.streambus.bridge.document.Redacted;
import io.streambus.bridge.health.LinkHealth;
import io.streambus.bridge.http.problem.Problem;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.lifecycle.LinkException;
import io.streambus.bridge.lifecycle.LinkPreview;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.metrics.LinkMetrics;
import io.streambus.bridge.observe.LinkReport;
import io.streambus.bridge.store.UnreadableLink;
import io.streambus.bridge.transaction.OpenTransaction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bodies of answers, in the spec's fields and their order. Pure. */
final class LinkBodies {

    private LinkBodies() {}

    /** An entry of the list. */
    static ObjectNode summary(LinkView view, Optional<LinkReport> report) {
        ObjectNode body = JsonText.newObject()
                .put("id", view.id())
                .put("name", view.link().name())
                .put("type", view.link().type().word());
        state(body, view, report);
        return body;
    }

    /** The whole link: its document, secrets masked, and what has become of it. */
    static ObjectNode link(LinkView view, Optional<LinkReport> report) {
        ObjectNode body = LinkWriter.masked().write(view.link());
        state(body, view, report);
        body.put("version", view.revision());
        ArrayNode actions = body.putArray("allowed_actions");
        view.allowedActions().forEach(action -> actions.add(action.word()));
        return body;
    }

    /** An entry of the list for a link that cannot be read. */
    static ObjectNode summary(UnreadableLink link) {
        ObjectNode body = JsonText.newObject()
                .put("id", link.id())
                .put("name", link.document().path("name").asText(link.id()));
        putIfTold(body, "type", link.document().path("type").asText());
        state(body, link);
        return body;
    }

    /** What is kept of a link that cannot be read, secrets masked, and why. */
    static ObjectNode link(UnreadableLink link) {
        ObjectNode body = Redacted.of(link.document()).put("id", link.id());
        state(body, link);
        body.put("version", link.revision());
        ArrayNode actions = body.putArray("allowed_actions");
        new LinkException.Unreadable(link).allowedActions().forEach(action -> actions.add(action.word()));
        body.set("errors", Problem.errors(link.faults()));
        return body;
    }

    private static void state(ObjectNode body, UnreadableLink link) {
        body.put("status", link.status()).put("status_reason", new LinkException.Unreadable(link).getMessage());
        putIfTold(body, "created_at", link.createdAt());
        // It is not looked at, so that nothing is known to be reachable.
        body.putObject("health")
                .put("status", LinkHealth.Status.UNHEALTHY.word())
                .put("source_cluster_reachable", false)
                .put("target_cluster_reachable", false);
    }

    private static void putIfTold(ObjectNode body, String field, String text) {
        if (!text.isEmpty()) {
            body.put(field, text);
        }
    }

    private static void state(ObjectNode body, LinkView view, Optional<LinkReport> report) {
        body.put("status", view.status().word());
        if (view.status() instanceof LinkStatus.Failed failed) {
            body.put("status_reason", failed.reason());
        } else {
            view.blockedBy().ifPresent(blockedBy -> body.put("status_reason", blockedBy));
        }
        body.put("created_at", time(view.createdAt()));
        view.startedAt().ifPresent(started -> body.put("started_at", time(started)));
        report.ifPresent(seen -> {
            seen.metrics().ifPresent(metrics -> {
                ObjectNode summary = body.putObject("metrics");
                totals(summary, metrics);
                summary.put("replication_lag", metrics.replicationLagMs());
            });
            LinkHealth health = seen.health();
            body.putObject("health")
                    .put("status", health.status().word())
                    .put("source_cluster_reachable", health.sourceClusterReachable())
                    .put("target_cluster_reachable", health.targetClusterReachable());
        });
    }

    static ObjectNode metrics(LinkMetrics metrics) {
        ObjectNode body = JsonText.newObject();
        totals(body, metrics);
        body.put("replication_lag", metrics.replicationLagMs())
                .put("average_replication_lag", metrics.averageReplicationLagMs())
                .put("max_replication_lag", metrics.maxReplicationLagMs())
                .put("total_errors", metrics.totalErrors())
                .put("errors_per_second", rounded(metrics.errorsPerSecond()))
                .put("consecutive_failures", metrics.consecutiveFailures())
                .put("uptime_seconds", metrics.uptimeSeconds());
        ObjectNode partitions = body.putObject("partition_metrics");
        metrics.partitions().forEach(partition -> partition(partitions.putObject(partition.name()), partition));
        body.put("as_of", time(metrics.asOf()));
        return body;
    }

    private static void partition(ObjectNode node, LinkMetrics.Partition partition) {
        node.put("topic", partition.topic())
                .put("partition", partition.partition())
                .put("source_offset", partition.sourceOffset())
                .put("target_offset", partition.targetOffset())
                .put("lag", partition.lag());
        partition.open().ifPresent(open -> openTransaction(node.putObject("open_transaction"), open));
        node.put("messages_replicated", partition.messages()).put("bytes_replicated", partition.bytes());
    }

    private static void openTransaction(ObjectNode node, OpenTransaction open) {
        node.put("last_stable_offset", open.stableOffset())
                .put("lag", open.records())
                .put("since", time(open.since()));
        ArrayNode producers = node.putArray("producers");
        open.producers().forEach(producer -> {
            ObjectNode holder = producers.addObject().put("producer_id", producer.id());
            producer.transactionalId().ifPresent(id -> holder.put("transactional_id", id));
        });
        open.unknown().ifPresent(why -> node.put("unknown", why));
    }

    static ObjectNode health(LinkHealth health) {
        ObjectNode body = JsonText.newObject()
                .put("status", health.status().word())
                .put("last_health_check", time(health.lastHealthCheck()))
                .put("source_cluster_reachable", health.sourceClusterReachable())
                .put("target_cluster_reachable", health.targetClusterReachable())
                .put("replication_lag_healthy", health.replicationLagHealthy())
                .put("error_rate_healthy", health.errorRateHealthy())
                .put("checkpoint_healthy", health.checkpointHealthy());
        health.issues().forEach(body.putArray("issues")::add);
        health.warnings().forEach(body.putArray("warnings")::add);
        body.put("as_of", time(health.lastHealthCheck()));
        return body;
    }

    /** What an update would come to. */
    static ObjectNode preview(LinkPreview preview) {
        ObjectNode body = JsonText.newObject().put("valid", preview.faults().isEmpty());
        body.set("errors", Problem.errors(preview.faults()));
        ArrayNode changes = body.putArray("changes");
        preview.changes().forEach(change -> {
            ObjectNode node = changes.addObject().put("pointer", change.pointer());
            node.set("old", change.before());
            node.set("new", change.after());
        });
        ArrayNode connectors = body.putArray("connectors");
        preview.connectors().forEach(connector -> {
            ArrayNode settings = connectors
                    .addObject()
                    .put("name", connector.connector())
                    .put("change", connector.kind().word())
                    .putArray("settings");
            connector
                    .settings()
                    .forEach(setting -> settings.addObject()
                            .put("key", setting.key())
                            .put("old", setting.before().orElse(null))
                            .put("new", setting.after().orElse(null)));
        });
        return body.put("needs", preview.needsRest() ? "pause_or_stop" : null).put("revision", preview.revision());
    }

    static byte[] array(List<? extends JsonNode> entries) {
        ArrayNode array = JsonText.newObject().arrayNode();
        entries.forEach(array::add);
        return JsonText.bytes(array);
    }

    static byte[] words(Map<String, String> fields) {
        ObjectNode body = JsonText.newObject();
        fields.forEach(body::put);
        return JsonText.bytes(body);
    }

    private static void totals(ObjectNode body, LinkMetrics metrics) {
        body.put("total_messages_replicated", metrics.totalMessages())
                .put("total_bytes_replicated", metrics.totalBytes())
                .put("messages_per_second", rounded(metrics.messagesPerSecond()))
                .put("bytes_per_second", rounded(metrics.bytesPerSecond()));
    }

    /** Two digits: more would be noise, and 0.01 errors per second must show. */
    private static double rounded(double rate) {
        return BigDecimal.valueOf(rate).setScale(2, RoundingMode.HALF_UP).doubleValue();
    }

    /** RFC 3339 in UTC; more than milliseconds would be noise. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
