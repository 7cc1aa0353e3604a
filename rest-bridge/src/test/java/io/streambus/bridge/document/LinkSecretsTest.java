package io.streambus.bridge.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.Security;
import io.streambus.bridge.plan.LinkCompiler;
import io.streambus.bridge.secrets.InlineSecrets;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a secret, whose it is, and where it shows. */
class LinkSecretsTest {

    /** Stands for any way of keeping: shows what was asked. */
    private static final InlineSecrets MARKED =
            (place, value) -> "${kept:" + place.clusterId() + ':' + place.field() + '=' + value + '}';

    private static final InlineSecrets IN_CLEAR = (place, value) -> value;

    @Test
    void every_secret_of_a_document_is_kept_under_its_cluster_and_field() {
        ReplicationLink link = valid(MARKED, """
                "sasl_mechanism": "PLAIN", "sasl_username": "u", "sasl_password": "hunter2",
                "properties": {"ssl.key.password": "pw", "ssl.cipher.suites": "X", "ssl.truststore.certificates": "PEM",
                  "ssl.keystore.password": "${file:/s:kp}"}""");

        assertThat(security(link).sasl().orElseThrow().password().orElseThrow().text())
                .isEqualTo("${kept:s:sasl_password=hunter2}");
        assertThat(security(link).properties())
                .isEqualTo(Map.of(
                        "ssl.key.password", "${kept:s:ssl.key.password=pw}",
                        "ssl.cipher.suites", "X",
                        "ssl.truststore.certificates", "PEM",
                        "ssl.keystore.password", "${file:/s:kp}"));
    }

    @Test
    void a_jaas_line_is_kept_as_a_whole_where_it_says_a_secret() {
        assertThat(properties("x required username=\\\"u\\\" password=\\\"p\\\";"))
                .containsValue("${kept:s:sasl.jaas.config=x required username=\"u\" password=\"p\";}");
        assertThat(properties("x required unsecuredLoginStringClaim_sub=\\\"u\\\";"))
                .containsValue("x required unsecuredLoginStringClaim_sub=\"u\";");
    }

    @ParameterizedTest
    @CsvSource({
        "ssl.key.password, ***, there is none",
        "sasl.jaas.config, ***, there is none",
        "ssl.key.password, '', is empty",
        "ssl.key.password, x${streambus:a:b}, among other text",
        "client.rack, x${streambus:a:b}, among other text",
        "sasl.jaas.config, x password=p keystore_password=${file:/s:p};, both"
    })
    void what_cannot_be_kept_is_refused(String name, String value, String reason) {
        Read<ReplicationLink> read = read(MARKED, "\"properties\": {\"" + name + "\": \"" + value + "\"}");

        assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.pointer()).isEqualTo("/source_cluster/security/properties/" + name);
                    assertThat(fault.message()).contains(reason);
                });
    }

    @Test
    void kept_in_clear_a_password_is_escaped_in_its_jaas_line_and_never_shown() {
        ReplicationLink link = valid(IN_CLEAR, """
                "sasl_mechanism": "PLAIN", "sasl_username": "u", "sasl_password": "hun\\"ter\\\\2\"""");

        assertThat(LinkCompiler.compile(link).get(0).config().get("source.cluster.sasl.jaas.config"))
                .endsWith("username=\"u\" password=\"hun\\\"ter\\\\2\";");
        assertThat(LinkWriter.masked().write(link).toString() + link).doesNotContain("hun");
    }

    @Test
    void the_mask_means_unchanged_also_for_what_is_kept_in_clear() {
        LinkReader reader = new LinkReader(() -> "l", IN_CLEAR);
        ReplicationLink link = valid(IN_CLEAR, """
                "sasl_mechanism": "PLAIN", "sasl_username": "u", "sasl_password": "hunter2",
                "properties": {"ssl.key.password": "pw"}""");

        assertThat(new LinkMerge(reader).merge(link, LinkWriter.masked().write(link)))
                .isEqualTo(new Read.Valid<>(link));
    }

    @Test
    void what_is_stored_is_read_back_as_it_is_whatever_the_bridge_does_with_secrets_now() {
        ReplicationLink link = valid(IN_CLEAR, """
                "sasl_mechanism": "PLAIN", "sasl_username": "u", "sasl_password": "hunter2\"""");

        assertThat(new LinkReader(() -> "l", InlineSecrets.asStored())
                        .read(LinkWriter.complete().write(link)))
                .isEqualTo(new Read.Valid<>(link));
    }

    private static Map<String, String> properties(String jaas) {
        return security(valid(MARKED, "\"properties\": {\"sasl.jaas.config\": \"" + jaas + "\"}"))
                .properties();
    }

    private static Security security(ReplicationLink link) {
        return link.topology().arrows().get(0).source().security();
    }

    private static ReplicationLink valid(InlineSecrets secrets, String security) {
        Read<ReplicationLink> read = read(secrets, security);
        assertThat(read).as("%s", read).isInstanceOf(Read.Valid.class);
        return ((Read.Valid<ReplicationLink>) read).value();
    }

    private static Read<ReplicationLink> read(InlineSecrets secrets, String security) {
        String json = """
                {"name": "n", "type": "active-passive",
                 "source_cluster": {"cluster_id": "s", "brokers": ["s:1"], "security": {%s}},
                 "target_cluster": {"cluster_id": "t", "brokers": ["t:1"]}}""".formatted(security);
        ObjectNode tree = ((Read.Valid<ObjectNode>) JsonText.object(json.getBytes(StandardCharsets.UTF_8))).value();
        return new LinkReader(() -> "l", secrets).read(tree);
    }
}
