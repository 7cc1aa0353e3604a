package io.streambus.connect.headers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streambus.connect.record.HeaderForm;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.connect.data.SchemaAndValue;

/**
 * A header that every record gets.
 *
 * <p>Thread-safe: immutable.
 */
final class Addition {

    private final String name;
    private final Template template;
    private final HeaderForm form;
    /** Of a template without variables: made once and shared by all records. */
    private final Optional<SchemaAndValue> constant;

    Addition(String name, Template template, HeaderForm form) {
        this.name = Objects.requireNonNull(name, "name");
        this.template = template;
        this.form = form;
        this.constant = template.variables().isEmpty()
                ? Optional.of(form.value(template.render(Variable::toString).getBytes(UTF_8)))
                : Optional.empty();
    }

    String name() {
        return name;
    }

    SchemaAndValue value(Function<Variable, String> values) {
        return constant.isPresent()
                ? constant.get()
                : form.value(template.render(values).getBytes(UTF_8));
    }
}
