package io.streambus.connect.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Settings in the order in which people read them. Confined to the initialisation of {@link SourceSettings}. */
final class SettingTable {

    /** The rule of a setting that may be whatever its type allows. */
    static final ConfigDef.Validator ANY = null;

    private final ConfigDef definition = new ConfigDef();
    private String group;
    private int order;

    /** What is added from here on belongs to a group of that name. */
    SettingTable group(String name) {
        group = name;
        order = 0;
        return this;
    }

    SettingTable setting(
            String key,
            ConfigDef.Type type,
            Object byDefault,
            ConfigDef.Validator rule,
            Importance importance,
            String title,
            String doc) {
        Width width = type == ConfigDef.Type.LIST || type == ConfigDef.Type.CLASS ? Width.LONG : Width.MEDIUM;
        definition.define(key, type, byDefault, rule, importance, doc, group, ++order, width, title);
        return this;
    }

    ConfigDef definition() {
        return definition;
    }
}
