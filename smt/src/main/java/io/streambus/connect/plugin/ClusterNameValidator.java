package io.streambus.connect.plugin;

import io.streambus.connect.provenance.ClusterName;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Lets a config value through if it can be the name of a cluster; an absent value is not its business. */
public final class ClusterNameValidator implements ConfigDef.Validator {

    @Override
    public void ensureValid(String key, Object value) {
        if (value != null && !ClusterName.isValid(value.toString())) {
            throw new ConfigException(key, value, "a cluster's name is " + ClusterName.RULE);
        }
    }

    /** The rule, as the reference page prints it. */
    @Override
    public String toString() {
        return ClusterName.RULE;
    }
}
