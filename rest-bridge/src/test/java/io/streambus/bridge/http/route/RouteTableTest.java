package io.streambus.bridge.http.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.bridge.access.Role;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

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
        "POST,LINKS/a/start/,OPERATOR",
        "POST,LINKS/a/stop,OPERATOR",
        "POST,LINKS/a/pause,OPERATOR",
        "POST,LINKS/a/resume,OPERATOR",
        "PUT,LINKS/a/start,ADMIN",
        "POST,LINKS/a/failover,ADMIN",
        "POST,LINKS/a/b/start,ADMIN",
        "POST,LINKS/start,ADMIN",
        "POST,/elsewhere,ADMIN",
        "GET,/health/live/../../secret,VIEWER",
        "TRACE,/,ADMIN",
    })
    void each_call_takes_the_role_of_the_contract(String method, String path, Role role) {
        assertThat(new RouteTable(false)
                        .role(method, path.replace("LINKS", LINKS))
                        .orElse(null))
                .isEqualTo(role);
    }

    @ParameterizedTest
    @CsvSource({"GET,true", "HEAD,true", "POST,false"})
    void metrics_can_be_opened_for_reading(String method, boolean open) {
        assertThat(new RouteTable(true).role(method, "/metrics").isEmpty()).isEqualTo(open);
    }

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
        assertThat(new RouteTable(true).mostBytes(method, path)).isEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,LINKS,create,",
        "PUT,LINKS/a,update,a",
        "DELETE,LINKS/a,delete,a",
        "POST,LINKS/a/pause,pause,a",
        "POST,LINKS/a/failover,failover,a",
        "PATCH,LINKS/a,PATCH,a",
        "POST,LINKS/a/b/c,POST,",
        "POST,/elsewhere,POST,",
    })
    void the_audit_trail_names_action_and_link(String method, String path, String action, String link) {
        String whole = path.replace("LINKS", LINKS);

        assertThat(new RouteTable(false).action(method, whole)).isEqualTo(action);
        assertThat(new RouteTable(false).subject(whole))
                .isEqualTo(Optional.ofNullable(link).map(id -> new Subject("link", id)));
    }

    @Test
    void a_change_without_a_word_for_the_audit_log_is_no_route() {
        assertThatThrownBy(
                        () -> new Route("POST", LINKS, Optional.of(Role.ADMIN), Route.Body.DOCUMENT, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("word for the audit log");
    }

    @Test
    void a_template_may_have_several_variables_and_the_first_one_is_the_subject() {
        PathTemplate template = new PathTemplate("/links/{linkId}/partitions/{topic}-{partition}/skip");

        assertThat(template.subject("/links/a/partitions/orders-3/skip")).contains(new Subject("link", "a"));
        assertThat(template.matches("/links/a/partitions/orders/skip")).isFalse();
        assertThat(template.below("/links/a/partitions/orders-3/skip/more")).isEmpty();
    }
}
