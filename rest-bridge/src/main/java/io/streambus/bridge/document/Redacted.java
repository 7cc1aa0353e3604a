package io.streambus.bridge.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.link.cluster.Secret;
import io.streambus.bridge.secrets.SecretReader;
import java.util.Set;

/**
 * A document as it may be written into logs, whether it is valid or not: a field that is misspelt may hold a secret too. So below {@code security}
 * only fields that are known to be harmless show what they hold; elsewhere a name or a text that looks like a secret hides it.
 */
public final class Redacted {

    private static final Set<String> HARMLESS =
            Set.of("sasl_mechanism", "sasl_username", "tls_cert_file", "tls_key_file", "tls_ca_file");

    private Redacted() {}

    public static ObjectNode of(ObjectNode document) {
        ObjectNode copy = JsonText.newObject();
        document.properties()
                .forEach(field ->
                        copy.set(field.getKey(), value(field.getKey(), field.getValue(), isSecurity(field.getKey()))));
        return copy;
    }

    /** A single parameter, such as one of a query. */
    public static String text(String name, String value) {
        return SecretReader.isSecretField(name) || isCredential(value) ? Secret.MASK : value;
    }

    private static JsonNode value(String name, JsonNode value, boolean security) {
        if (value instanceof ObjectNode object) {
            ObjectNode copy = JsonText.newObject();
            object.properties()
                    .forEach(field -> copy.set(
                            field.getKey(),
                            value(field.getKey(), field.getValue(), security || isSecurity(field.getKey()))));
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = JsonText.newObject().arrayNode();
            array.forEach(element -> copy.add(value(name, element, security)));
            return copy;
        }
        if (name.equals(Webhook.FIELD)) {
            return TextNode.valueOf(Webhook.masked(value.asText()));
        }
        boolean hidden = security
                ? !value.isBoolean() && !HARMLESS.contains(name)
                : SecretReader.isSecretField(name) || isCredential(value.asText());
        return hidden ? TextNode.valueOf(Secret.MASK) : value;
    }

    private static boolean isSecurity(String name) {
        return name.equals("security");
    }

    /** An address with a password in it. */
    private static boolean isCredential(String text) {
        return text.indexOf('@') >= 0;
    }
}
