package io.streambus.connect.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "us-west-1                          | us-west-1",
                "''                                 | ''",
                "${topic}                           | <topic>",
                "${topic}-${partition}@${offset}    | <topic>-<partition>@<offset>",
                "a $$5 b                            | a $5 b",
                "$${topic}                          | ${topic}",
                "$$$$                               | $$",
                "}{${now}}                          | }{<now>}",
            })
    void variablesAreFilledInAndTheRestStays(String text, String expected) {
        Template template = Template.parse(text);

        assertThat(template.render(
                        variable -> variable.toString().replace("${", "<").replace('}', '>')))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${nwo}      | the variable ${nwo} is unknown",
                "${}         | the variable ${} is unknown",
                "${NOW}      | the variable ${NOW} is unknown",
                "${ now }    | the variable ${ now } is unknown",
                "${env:HOME} | the variable ${env:HOME} is unknown",
                "cost $5     | the $ at character 6",
                "a$          | the $ at character 2",
                "${now       | the $ at character 1",
            })
    void whatIsNoVariableIsRefusedAndTheKnownOnesAreNamed(String text, String problem) {
        assertThatThrownBy(() -> Template.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("${now}, ${now_ms}, ${source_cluster}, ${target_cluster}, ${topic}, ${partition},"
                        + " ${offset}, ${timestamp}")
                .hasMessageContaining("$$");
    }

    @Test
    void theWorkersConfigProvidersLeaveVariablesAlone() {
        ConfigProvider secrets = new EnvVarConfigProvider() {
            @Override
            public ConfigData get(String path) {
                return new ConfigData(Map.of("SITE", "west"));
            }

            @Override
            public ConfigData get(String path, Set<String> keys) {
                return get(path);
            }
        };
        var worker = new ConfigTransformer(Map.of("env", secrets));
        String written = "${now}: ${topic} at 12:00 $$5 ${env:SITE} ${partition}:${offset}";

        String arrived = worker.transform(Map.of("add.x", written)).data().get("add.x");

        assertThat(arrived).isEqualTo("${now}: ${topic} at 12:00 $$5 west ${partition}:${offset}");
    }
}
