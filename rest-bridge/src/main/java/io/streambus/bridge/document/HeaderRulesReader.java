package io.streambus.bridge.document;

import io.streambus.bridge.json.Found;
import io.streambus.bridge.json.ObjectReader;
import io.streambus.bridge.link.HeaderRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code transform}. Confined to one reading. */
final class HeaderRulesReader {

    private static final String RESERVED = "streambus.";
    private static final Set<String> VARIABLES = new TreeSet<>(
            Set.of("now", "now_ms", "source_cluster", "target_cluster", "topic", "partition", "offset", "timestamp"));
    /** {@code $$} is a dollar sign, so a variable begins with a dollar that no dollar stands before. */
    private static final Pattern DOLLAR = Pattern.compile("\\$\\$|\\$\\{([^}]*)}|\\$");

    private final ObjectReader fields;

    HeaderRulesReader(ObjectReader fields) {
        this.fields = fields;
    }

    HeaderRules read() {
        boolean enabled = fields.bool("enabled", false);
        Map<String, String> add = fields.textMap("add_headers");
        add.forEach((header, template) -> {
            String at = fields.pointer("add_headers") + ObjectReader.step(header);
            checkName(at, header);
            checkTemplate(at, template);
        });
        List<String> remove = fields.texts("remove_headers", (at, header) -> {
            checkName(at, header);
            if (header.indexOf(',') >= 0 || !header.equals(header.strip())) {
                fields.faultAt(at, "holds a comma or outer blanks, which a list in a connector's config cannot carry");
            }
        });
        Map<String, String> replace = fields.textMap("header_transforms");
        replace.forEach((header, rule) -> {
            String at = fields.pointer("header_transforms") + ObjectReader.step(header);
            checkName(at, header);
            if (!rule.contains(" -> ") || rule.indexOf("->") != rule.lastIndexOf("->")) {
                fields.faultAt(at, "must have the form \"old -> new\" with one arrow, found " + Found.quoted(rule));
            }
        });
        fields.refuseOthers();
        return new HeaderRules(enabled, add, remove, replace);
    }

    private void checkName(String at, String header) {
        if (header.isEmpty()) {
            fields.faultAt(at, "names no header");
        } else if (header.startsWith(RESERVED)) {
            fields.faultAt(at, "touches a header named " + RESERVED + "*; these are reserved for replication itself");
        }
    }

    private void checkTemplate(String at, String template) {
        Matcher dollar = DOLLAR.matcher(template);
        while (dollar.find()) {
            if (dollar.group(1) != null && !VARIABLES.contains(dollar.group(1))) {
                fields.faultAt(
                        at,
                        "holds the unknown variable " + Found.quoted(dollar.group()) + "; known are "
                                + String.join(", ", VARIABLES));
            } else if (dollar.group().equals("$")) {
                fields.faultAt(at, "holds a single '$'; write $$ for a dollar sign");
            }
        }
    }
}
