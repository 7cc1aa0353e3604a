package io.streambus.bridge.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.ReplicationLink;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings are those that {@link LinkCompiler} makes; each leads back to the field it was made of. */
class SettingOriginTest {

    private static final String SECURE = """
            {"cluster_id":"%s","brokers":["%s:9092"],"security":{"enable_tls":true,"tls_cert_file":"/certs/%s.crt",
             "tls_key_file":"/certs/%s.key","tls_ca_file":"/certs/ca.crt","properties":{"ssl.protocol":"TLSv1.3"}}}""";

    @ParameterizedTest
    @CsvSource({
        "source.cluster.ssl.keystore.key, /source_cluster/security/tls_key_file, /certs/west.key",
        "source.cluster.ssl.keystore.certificate.chain, /source_cluster/security/tls_cert_file, /certs/west.crt",
        "source.cluster.ssl.truststore.location, /source_cluster/security/tls_ca_file, /certs/ca.crt",
        "target.cluster.ssl.keystore.key, /target_cluster/security/tls_key_file, /certs/east.key",
        "producer.override.ssl.keystore.key, /target_cluster/security/tls_key_file, /certs/east.key",
        "target.cluster.bootstrap.servers, /target_cluster/brokers,",
        "source.cluster.ssl.protocol, /source_cluster/security/properties/ssl.protocol,"
    })
    void a_setting_of_a_cluster_leads_to_its_field_and_file(String setting, String pointer, String file) {
        ReplicationLink link = link("active-passive", "\"source_cluster\":%s,\"target_cluster\":%s", "west", "east");
        Flow flow = Flow.of(link).get(0);

        assertThat(LinkCompiler.compile(link, flow).connectors().get(0).config())
                .containsKey(setting);
        assertThat(SettingOrigin.of(link, flow, setting))
                .contains(new SettingOrigin(pointer, Optional.ofNullable(file)));
    }

    @Test
    void on_the_way_back_source_and_target_change_places() {
        ReplicationLink link = link("active-active", "\"source_cluster\":%s,\"target_cluster\":%s", "west", "east");

        assertThat(SettingOrigin.of(link, Flow.of(link).get(1), "source.cluster.ssl.keystore.key"))
                .contains(new SettingOrigin("/target_cluster/security/tls_key_file", Optional.of("/certs/east.key")));
    }

    @Test
    void clusters_in_lists_go_by_their_place() {
        ReplicationLink star = link("star", "\"target_cluster\":%s,\"spokes\":[%s,%s]", "hub", "a", "b");
        ReplicationLink mesh = link("mesh", "\"clusters\":[%s,%s,%s]", "a", "b", "c");

        assertThat(Flow.of(star).stream()
                        .map(flow -> SettingOrigin.of(star, flow, "source.cluster.ssl.keystore.key")
                                .orElseThrow()
                                .pointer()))
                .containsExactly("/spokes/0/security/tls_key_file", "/spokes/1/security/tls_key_file");
        assertThat(SettingOrigin.of(star, Flow.of(star).get(0), "target.cluster.ssl.keystore.key")
                        .orElseThrow()
                        .pointer())
                .isEqualTo("/target_cluster/security/tls_key_file");
        assertThat(SettingOrigin.of(mesh, Flow.of(mesh).get(0), "target.cluster.ssl.keystore.key")
                        .orElseThrow()
                        .pointer())
                .isEqualTo("/clusters/1/security/tls_key_file");
    }

    @Test
    void what_no_single_field_is_behind_has_no_origin() {
        ReplicationLink link = link("active-passive", "\"source_cluster\":%s,\"target_cluster\":%s", "west", "east");

        assertThat(SettingOrigin.of(link, Flow.of(link).get(0), "tasks.max")).isEmpty();
        assertThat(SettingOrigin.of(link, Flow.of(link).get(0), "source.cluster.alias"))
                .isEmpty();
    }

    private static ReplicationLink link(String type, String clusters, String... ids) {
        Object[] documents = new Object[ids.length];
        for (int i = 0; i < ids.length; i++) {
            documents[i] = SECURE.formatted(ids[i], ids[i], ids[i], ids[i]);
        }
        String document = "{\"name\":\"n\",\"type\":\"%s\",%s}".formatted(type, clusters.formatted(documents));
        try {
            Read<ReplicationLink> read =
                    new LinkReader(() -> "l").read((ObjectNode) new ObjectMapper().readTree(document));
            return ((Read.Valid<ReplicationLink>) read).value();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
