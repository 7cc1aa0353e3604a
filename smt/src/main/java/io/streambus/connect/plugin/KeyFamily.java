package io.streambus.connect.plugin;

import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * Config keys of which the user chooses the last part, such as {@code headers.<name>}. {@code ConfigDef} knows fixed keys only, so plugins
 * declare these beside it.
 *
 * @param prefix what the keys begin with, with the dot: all that follows, dots included, is the name
 * @param placeholder what the name stands for, as the documentation writes it
 * @param displayName a few words for user interfaces and the reference page
 * @param valid the rule for the values, in words
 * @param documentation sentences for the reference page
 */
public record KeyFamily(
        String prefix,
        String placeholder,
        String displayName,
        String valid,
        Importance importance,
        String documentation) {

    public KeyFamily {
        if (!prefix.endsWith(".")) {
            throw new IllegalArgumentException("the prefix of a key family ends with a dot, found " + prefix);
        }
    }

    /** The family as the documentation writes it: {@code headers.<name>}. */
    @Override
    public String toString() {
        return prefix + '<' + placeholder + '>';
    }
}
