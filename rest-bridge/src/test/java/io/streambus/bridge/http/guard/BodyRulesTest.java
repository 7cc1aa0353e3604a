package io.streambus.bridge.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyRulesTest {

    @ParameterizedTest
    @CsvSource({
        "POST,/api/v1/replication/links,1048576",
        "POST,/api/v1/replication/links/,1048576",
        "PUT,/api/v1/replication/links/a,1048576",
        "PUT,/api/v1/replication/links,1024",
        "POST,/api/v1/replication/links/a,1024",
        "POST,/api/v1/replication/links/a/stop,1024",
        "DELETE,/api/v1/replication/links/a,1024",
        "GET,/api/v1/replication/links,1024",
        "GET,/openapi.json,1024",
        "POST,/nowhere,1024",
        "GET,/metrics,0",
        "GET,/health/live,0",
        "HEAD,/health/ready,0",
    })
    void documents_may_be_large_and_what_nobody_wants_may_not(String method, String path, int most) {
        assertThat(new BodyRules(new RoleRules(true)).most(method, path)).isEqualTo(most);
    }
}
