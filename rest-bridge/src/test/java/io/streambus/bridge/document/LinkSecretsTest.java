package io.streambus.bridge.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.plan.LinkCompiler;
import io.streambus.bridge.secrets.SecretPolicy;
import io.streambus.bridge.secrets.SecretReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a secret, whose it is, and where it shows. */
class LinkSecretsTest {

    /** Stands for any way of keeping: shows what was asked. */
    private static final SecretPolicy MARKED =
            (place, value) -> "${kept:" + place.clusterId() + ':' + place.field() + '=' + value + '}';

    private static final SecretPolicy IN_CLEAR = (place, value) -> value;

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
    void a_jaas_line_is_kept_as_a_whole_whatever_it_says() {
        assertThat(
                        properties(
                                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\\\"u\\\" password=\\\"p\\\";"))
                .containsValue(
                        "${kept:s:sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\";}");
        assertThat(
                        properties(
                                "org.apache.kafka.common.security.plain.PlainLoginModule required unsecuredLoginStringClaim_sub=\\\"u\\\";"))
                .containsValue(
                        "${kept:s:sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required unsecuredLoginStringClaim_sub=\"u\";}");
    }

    @ParameterizedTest
    @CsvSource({
        "ssl.key.password, ***, there is none",
        "sasl.jaas.config, ***, there is none",
        "ssl.key.password, '', is empty",
        "ssl.key.password, x${streambus:a:b}, among other text",
        "client.rack, x${streambus:a:b}, taken for secrets only",
        "sasl.jaas.config, org.apache.kafka.common.security.plain.PlainLoginModule required password=p keystore_password=${file:/s:p};, both",
        "sasl.jaas.config, org.apache.kafka.common.security.plain.PlainLoginModule required password=p${file:/s:p};, both",
        "client.dns.lookup, ${directory:/etc/streambus:secrets.key}, taken for secrets only",
        "security.protocol, ${file:/etc/streambus/secrets.properties:p}, taken for secrets only",
        "metadata.max.age.ms, ${env:HOME}, taken for secrets only",
        "sasl.client.callback.handler.class, x${env:HOME}, taken for secrets only",
        "client.rack, ${:${:, taken for secrets only",
        "config.providers.file.class, x, set by the link itself",
        "config.providers, x, set by the link itself"
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.common.security.plain.PlainLoginModule required username='u' password=' hunter2';",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username='u' password=';hunter2';",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username='u' 'password'='hunter2';",
                "org.apache.kafka.common.security.plain.PlainLoginModule required passphrase='hunter2';",
                "org.apache.kafka.common.security.plain.PlainLoginModule required keyStorePass='hunter2';",
                "org.apache.kafka.common.security.plain.PlainLoginModule required pin=hunter2;",
                "com.sun.security.auth.module.Krb5LoginModule required pin='hunter2';"
            })
    void a_secret_in_a_jaas_line_is_never_passed_on_in_clear(String line) {
        String quoted = line.replace("'", "\\\"");

        assertThat(properties(quoted).get("sasl.jaas.config")).startsWith("${kept:s:sasl.jaas.config=");
        assertThat(faults(SecretPolicy.refused(), "\"properties\": {\"sasl.jaas.config\": \"" + quoted + "\"}"))
                .singleElement()
                .satisfies(fault ->
                        assertThat(fault.message()).contains("secrets key").doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.common.security.plain.PlainLoginModule required unsecuredLoginStringClaim_sub='u';",
                "com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true storeKey=true keyTab='/k' principal='p@R';",
                "software.amazon.msk.auth.iam.IAMLoginModule required;"
            })
    void a_jaas_line_that_holds_no_secret_needs_no_key(String line) {
        assertThat(security(valid(
                                SecretPolicy.refused(),
                                "\"properties\": {\"sasl.jaas.config\": \"" + line.replace("'", "\\\"") + "\"}"))
                        .properties())
                .containsEntry("sasl.jaas.config", line.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.common.security.plain.PlainLoginModule required username='u' password='hun'ter2secret';",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username='u' password='hunter2'",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username='u' password=23hunter2;",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username='u' password='hunter2'; y required password='hunter2';",
                "x hunter2;",
                "org.apache.kafka.common.security.plain.PlainLoginModule required /* hunter2 */ username='u';",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username='u'; // hunter2",
                "org.apache.kafka.common.security.plain.PlainLoginModule required password='${file:/s:p' user='hunter2';",
                "${file:/s:hunter2} required password='x';",
                "hunter2"
            })
    void a_jaas_line_that_kafka_would_not_understand_is_refused_and_not_repeated(String line) {
        assertThat(faults(MARKED, "\"properties\": {\"sasl.jaas.config\": \"" + line.replace("'", "\\\"") + "\"}"))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.pointer()).isEqualTo("/source_cluster/security/properties/sasl.jaas.config");
                    assertThat(fault.message()).contains("required").doesNotContain("hun", "ter2");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.common.security.plain.PlainLoginModule required username='u' password='${file:/s:p}';",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=u password=${file:/s:p};",
                "org.apache.kafka.common.security.plain.PlainLoginModule required clientId='c' clientSecret='${vault:a:b}' scope='s';",
                "${file:/s:line}"
            })
    void a_jaas_line_whose_secrets_are_references_is_passed_on_as_it_is(String line) {
        String quoted = line.replace("'", "\\\"");

        assertThat(properties(quoted)).containsEntry("sasl.jaas.config", line.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssl.keystore.key",
                "ssl.key.password",
                "schema.api.key",
                "schema.apikey",
                "my.accessKey",
                "access_key",
                "ssl.keystore.pass",
                "keyStorePass",
                "key.passphrase",
                "basic.auth.user.info",
                "basic.auth.userinfo",
                "basic.auth.credentials",
                "bearer.auth.token",
                "X.SECRET"
            })
    void a_property_whose_name_tells_is_secret(String name) {
        assertThat(SecretReader.isSecretField(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssl.keystore.type",
                "ssl.keystore.location",
                "ssl.keystore.certificate.chain",
                "ssl.truststore.certificates",
                "key.serializer",
                "partitioner.ignore.keys",
                "sasl.oauthbearer.token.endpoint.url",
                "sasl.oauthbearer.assertion.private.key.file",
                "sasl.kerberos.kinit.cmd",
                "client.rack",
                "security.protocol",
                "enable_tls",
                "tls_key_file"
            })
    void other_properties_are_not(String name) {
        assertThat(SecretReader.isSecretField(name)).isFalse();
    }

    @Test
    void a_value_without_end_is_refused_at_once_also_when_it_is_read_back() {
        String endless = "secret".repeat(100_000);
        String security = "\"properties\": {\"sasl.jaas.config\": \"" + endless + "\"}";

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            assertThat(faults(MARKED, security))
                    .singleElement()
                    .satisfies(fault ->
                            assertThat(fault.message()).contains("16384").doesNotContain("secretsecret"));
            assertThat(read(SecretPolicy.asStored(), security)).isInstanceOf(Read.Valid.class);
            assertThat(faults(MARKED, "\"properties\": {\"client.rack\": \"" + "${a:".repeat(100_000) + "\"}"))
                    .hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"security\": \"hunter2\"",
                "\"security\": {\"properties\": \"hunter2\"}",
                "\"security\": {\"enable_tls\": \"hunter2\"}",
                "\"security\": {\"sasl_mechanism\": \"hunter2\"}",
                "\"security\": {\"tls_ca_file\": \"hunter2\", \"enable_tls\": true}"
            })
    void what_stands_in_the_wrong_place_of_security_is_not_repeated(String security) {
        Read<ReplicationLink> read = document(MARKED, security);

        assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).doesNotContain("hunter2"));
    }

    @Test
    void what_was_stored_under_older_rules_is_still_read() {
        assertThat(read(
                        SecretPolicy.asStored(),
                        "\"properties\": {\"client.rack\": \"${env:RACK}\", \"sasl.jaas.config\": \"x password=p\","
                                + " \"acks\": \"0\", \"sasl.login.class\": \"x.Login\"}"))
                .isInstanceOf(Read.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2 required pin='4711';", "com.sun.security.auth.module.JndiLoginModule required;"})
    void a_login_module_that_nobody_knows_is_refused_with_those_that_are_and_not_repeated(String line) {
        assertThat(faults(MARKED, "\"properties\": {\"sasl.jaas.config\": \"" + line.replace("'", "\\\"") + "\"}"))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.pointer()).isEqualTo("/source_cluster/security/properties/sasl.jaas.config");
                    assertThat(fault.message())
                            .contains("names a login module", "ScramLoginModule")
                            .doesNotContain("hunter2", "Jndi");
                });
    }

    @Test
    void kept_in_clear_a_password_is_escaped_in_its_jaas_line_and_never_shown() {
        ReplicationLink link = valid(IN_CLEAR, """
                "sasl_mechanism": "PLAIN", "sasl_username": "u", "sasl_password": "hun\\"ter\\\\2\"""");

        assertThat(LinkCompiler.compile(link).get(0).copying().config().get("source.cluster.sasl.jaas.config"))
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

        assertThat(new LinkReader(() -> "l", SecretPolicy.asStored())
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

    private static ReplicationLink valid(SecretPolicy secrets, String security) {
        Read<ReplicationLink> read = read(secrets, security);
        assertThat(read).as("%s", read).isInstanceOf(Read.Valid.class);
        return ((Read.Valid<ReplicationLink>) read).value();
    }

    private static List<Fault> faults(SecretPolicy secrets, String security) {
        Read<ReplicationLink> read = read(secrets, security);
        assertThat(read).as("%s", read).isInstanceOf(Read.Invalid.class);
        return ((Read.Invalid<ReplicationLink>) read).faults();
    }

    private static Read<ReplicationLink> read(SecretPolicy secrets, String security) {
        return document(secrets, "\"security\": {" + security + '}');
    }

    private static Read<ReplicationLink> document(SecretPolicy secrets, String security) {
        String json = """
                {"name": "n", "type": "active-passive",
                 "source_cluster": {"cluster_id": "s", "brokers": ["s:1"], %s},
                 "target_cluster": {"cluster_id": "t", "brokers": ["t:1"]}}""".formatted(security);
        ObjectNode tree = ((Read.Valid<ObjectNode>) JsonText.object(json.getBytes(StandardCharsets.UTF_8))).value();
        return new LinkReader(() -> "l", secrets).read(tree);
    }
}
