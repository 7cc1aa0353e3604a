package io.streambus.bridge.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import org.junit.jupiter.api.Test;

class RedactedTest {

    @Test
    void what_is_harmless_stays() {
        String text = """
                {"id":"a","topics":["orders"],"config":{"max_retries":3},"source_cluster":{"brokers":["b:9092"],\
                "security":{"tls_enabled":true,"tls_ca_file":"/ca.pem","sasl_username":"ann"}}}""";

        assertThat(redacted(text)).isEqualTo(text);
    }

    @Test
    void secrets_do_not_stay_wherever_they_stand_and_however_they_are_misspelt() {
        String redacted = redacted("""
                {"source_cluster":{"brokers":["ann:hunter2@b:9092"],
                  "security":{"sasl_password":"hunter2","sasl_pasword":"hunter2","properties":
                    {"ssl.truststore.pass":"hunter2","list":["hunter2",{"x":"hunter2"}],"sasl.jaas.config":"hunter2"}}},
                 "password":"hunter2","api_token":["hunter2"],"config":{"security":"hunter2"},
                 "transform":{"add_headers":{"x-secret":"hunter2"}}}""");

        assertThat(redacted).doesNotContain("hunter2").contains("sasl_pasword", "\"***\"");
    }

    @Test
    void a_parameter_is_hidden_by_its_name() {
        assertThat(Redacted.text("token", "x")).isEqualTo("***");
        assertThat(Redacted.text("wait", "0")).isEqualTo("0");
    }

    private static String redacted(String text) {
        ObjectNode document = ((Read.Valid<ObjectNode>) JsonText.object(text.getBytes(UTF_8))).value();
        return Redacted.of(document).toString();
    }
}
