package io.streambus.connect;

import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/** What is wrong between settings, told where Connect tells what is wrong with each. */
final class FaultsBetween {

    private FaultsBetween() {}

    /** @return {@code validated} with the faults, each at its setting, which may be none of the connector's own */
    static Config addedTo(Config validated, Map<String, String> faults) {
        faults.forEach((setting, fault) -> validated.configValues().stream()
                .filter(value -> value.name().equals(setting))
                .findFirst()
                .orElseGet(() -> {
                    ConfigValue added = new ConfigValue(setting);
                    validated.configValues().add(added);
                    return added;
                })
                .addErrorMessage(fault));
        return validated;
    }
}
