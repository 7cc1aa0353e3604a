package io.streambus.runtime;

import io.streambus.runtime.ConfigValidation.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A connector plugin as {@link FakeConnectRuntime} knows it.
 *
 * @param rules the faults of a configuration
 * @param taskFailure the trace with which tasks of this configuration fail when they start, if they do
 * @param refusal why the connector refuses these offsets, if it does
 */
public record FakePlugin(
        PluginInfo info,
        Function<Map<String, String>, List<Fault>> rules,
        Function<Map<String, String>, Optional<String>> taskFailure,
        Function<List<ConnectorOffset>, Optional<String>> refusal) {

    /** One that accepts everything and never fails. */
    public static FakePlugin of(String className, PluginInfo.Type type) {
        return new FakePlugin(
                new PluginInfo(className, type, Optional.of("1.0")),
                config -> List.of(),
                config -> Optional.empty(),
                offsets -> Optional.empty());
    }
}
