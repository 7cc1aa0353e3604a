package io.streambus.connect.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;

/**
 * The form of the header values that transforms write, which the connector's {@code header.converter} has to understand: ByteArrayConverter refuses
 * strings, and SimpleHeaderConverter turns bytes into Base64.
 */
public enum HeaderForm {
    BYTES {
        @Override
        public SchemaAndValue value(byte[] utf8) {
            return new SchemaAndValue(Schema.BYTES_SCHEMA, utf8);
        }
    },
    STRING {
        @Override
        public SchemaAndValue value(byte[] utf8) {
            return new SchemaAndValue(Schema.STRING_SCHEMA, new String(utf8, UTF_8));
        }
    };

    /** The config key by which users choose the form. */
    public static final String KEY = "header.type";

    private static final String DOC =
            "The type of the header values that the transform writes; it has to suit the connector's `header.converter`."
                    + " `bytes` (UTF-8) is for `ByteArrayConverter`, which connectors that copy between clusters should have; `string` is for"
                    + " `SimpleHeaderConverter`, the worker's default, and `StringConverter`.";

    /** A header value in this form. */
    public abstract SchemaAndValue value(byte[] utf8);

    /** Adds {@link #KEY} to a transform's definition. */
    public static ConfigDef define(ConfigDef definition, String group, int order) {
        return definition.define(
                KEY,
                ConfigDef.Type.STRING,
                "bytes",
                ConfigDef.ValidString.in("bytes", "string"),
                ConfigDef.Importance.MEDIUM,
                DOC,
                group,
                order,
                ConfigDef.Width.SHORT,
                "Type of written headers");
    }

    /** @param value a valid value of {@link #KEY} */
    public static HeaderForm of(String value) {
        return value.equals("string") ? STRING : BYTES;
    }
}
