package io.streambus.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Compares an answer with an example of it: its fields, their order and their types, not their values. */
final class JsonShape {

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    private JsonShape() {}

    /** What the answer lacks or has otherwise; fields that the example does not show are no fault. */
    static List<String> faults(JsonNode example, JsonNode answer) {
        List<String> faults = new ArrayList<>();
        compare("", example, answer, faults);
        return faults;
    }

    private static void compare(String at, JsonNode example, JsonNode answer, List<String> faults) {
        if (!kind(example).equals(kind(answer))) {
            faults.add((at.isEmpty() ? "the answer" : at) + " must be " + kind(example) + ", found " + kind(answer));
        } else if (example.isObject()) {
            example.properties()
                    .forEach(field ->
                            compare(at + '/' + field.getKey(), field.getValue(), answer.path(field.getKey()), faults));
            order(at, example, answer, faults);
        } else if (example.isArray() && !example.isEmpty()) {
            if (answer.isEmpty()) {
                faults.add(at + " must have an element to compare");
            }
            for (int i = 0; i < answer.size(); i++) {
                compare(at + '/' + i, example.get(0), answer.get(i), faults);
            }
        }
    }

    private static void order(String at, JsonNode example, JsonNode answer, List<String> faults) {
        List<String> documented = new ArrayList<>();
        example.fieldNames().forEachRemaining(documented::add);
        List<String> found = new ArrayList<>();
        answer.fieldNames().forEachRemaining(found::add);
        found.retainAll(documented);
        documented.retainAll(found);
        if (!found.equals(documented)) {
            faults.add(at + " must have its fields in the order " + documented + ", found " + found);
        }
    }

    private static String kind(JsonNode node) {
        if (node.isTextual()) {
            return TIME.matcher(node.asText()).matches() ? "a time" : "text";
        }
        if (node.isNumber()) {
            return node.isIntegralNumber() ? "an integer" : "a number with a fraction";
        }
        return node.isMissingNode() ? "nothing" : node.getNodeType().toString().toLowerCase(Locale.ROOT);
    }
}
