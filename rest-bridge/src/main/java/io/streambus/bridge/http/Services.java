package io.streambus.bridge.http;

import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.lifecycle.Links;
import io.streambus.bridge.metrics.MetricsSettings;
import io.streambus.bridge.observe.Observer;
import io.streambus.bridge.observe.SourceTopics;
import java.util.Objects;

/** What the resources work with once the bridge is ready. */
public record Services(
        Links links, Observer observer, SourceTopics sourceTopics, LinkReader reader, MetricsSettings metrics) {
    public Services {
        Objects.requireNonNull(links, "links");
        Objects.requireNonNull(observer, "observer");
        Objects.requireNonNull(sourceTopics, "sourceTopics");
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(metrics, "metrics");
    }
}
