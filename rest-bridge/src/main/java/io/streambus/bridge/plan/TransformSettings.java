package io.streambus.bridge.plan;

import io.streambus.bridge.link.HeaderRules;
import io.streambus.bridge.link.MessageFilter;
import io.streambus.bridge.link.ReplicationLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The transforms of a flow. The filter comes first: it judges records as the source has them, and what it drops need not be rewritten. */
final class TransformSettings {

    private TransformSettings() {}

    static Map<String, String> of(ReplicationLink link, Flow flow) {
        Map<String, String> settings = new TreeMap<>();
        List<String> transforms = new ArrayList<>();
        if (link.filter().enabled()) {
            transforms.add("filter");
            filter(settings, link.filter());
        }
        if (link.headers().enabled()) {
            transforms.add("headers");
            headers(settings, link.headers(), flow);
        }
        if (!transforms.isEmpty()) {
            settings.put("transforms", String.join(",", transforms));
        }
        return settings;
    }

    private static void filter(Map<String, String> settings, MessageFilter filter) {
        String prefix = "transforms.filter.";
        settings.put(prefix + "type", ConnectorKeys.FILTER_RECORDS);
        numbered(settings, prefix + "include.pattern.", filter.includePatterns());
        numbered(settings, prefix + "exclude.pattern.", filter.excludePatterns());
        filter.headers().forEach((name, value) -> settings.put(prefix + "headers." + name, value));
        filter.minTimestamp().ifPresent(time -> settings.put(prefix + "min.timestamp", time.toString()));
        filter.maxTimestamp().ifPresent(time -> settings.put(prefix + "max.timestamp", time.toString()));
    }

    private static void headers(Map<String, String> settings, HeaderRules rules, Flow flow) {
        String prefix = "transforms.headers.";
        settings.put(prefix + "type", ConnectorKeys.REWRITE_HEADERS);
        settings.put(prefix + "source.cluster.alias", flow.source().clusterId());
        settings.put(prefix + "target.cluster.alias", flow.target().clusterId());
        if (!rules.remove().isEmpty()) {
            settings.put(prefix + "remove", String.join(",", rules.remove()));
        }
        rules.replace().forEach((name, rule) -> settings.put(prefix + "transform." + name, rule));
        rules.add().forEach((name, template) -> settings.put(prefix + "add." + name, template));
    }

    private static void numbered(Map<String, String> settings, String prefix, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            settings.put(prefix + i, values.get(i));
        }
    }
}
