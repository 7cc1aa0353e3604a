package io.streambus.bridge.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.access.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleRulesTest {

    private static final String LINKS = "/api/v1/replication/links";

    @ParameterizedTest
    @CsvSource({
        "GET,/health/live,",
        "GET,/health/ready,",
        "GET,/health/other,VIEWER",
        "POST,/health/live,ADMIN",
        "GET,/metrics,VIEWER",
        "GET,LINKS,VIEWER",
        "HEAD,LINKS/a,VIEWER",
        "OPTIONS,LINKS,VIEWER",
        "GET,LINKS/a/start,VIEWER",
        "POST,LINKS,ADMIN",
        "PUT,LINKS/a,ADMIN",
        "DELETE,LINKS/a,ADMIN",
        "POST,LINKS/a/start,OPERATOR",
        "POST,LINKS/a/stop,OPERATOR",
        "POST,LINKS/a/pause,OPERATOR",
        "POST,LINKS/a/resume,OPERATOR",
        "PUT,LINKS/a/start,ADMIN",
        "POST,LINKS/a/failover,ADMIN",
        "POST,LINKS/start,ADMIN",
        "POST,/elsewhere,ADMIN",
        "TRACE,/,ADMIN",
    })
    void each_call_takes_the_role_of_the_contract(String method, String path, Role role) {
        assertThat(new RoleRules(false)
                        .needed(method, path.replace("LINKS", LINKS))
                        .orElse(null))
                .isEqualTo(role);
    }

    @ParameterizedTest
    @CsvSource({"GET,true", "POST,false"})
    void metrics_can_be_opened_for_reading(String method, boolean open) {
        assertThat(new RoleRules(true).needed(method, "/metrics").isEmpty()).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,LINKS,create,",
        "PUT,LINKS/a,update,a",
        "DELETE,LINKS/a,delete,a",
        "POST,LINKS/a/failover,failover,a",
        "PATCH,LINKS/a,PATCH,a",
        "POST,/elsewhere,POST,",
    })
    void the_audit_trail_names_action_and_link(String method, String path, String action, String link) {
        String whole = path.replace("LINKS", LINKS);

        assertThat(RoleRules.action(method, whole)).isEqualTo(action);
        assertThat(RoleRules.link(whole).orElse(null)).isEqualTo(link);
    }
}
