package io.streambus.bridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Sasl;
import io.streambus.bridge.link.cluster.Secret;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.connect.identity.ClusterIdentity;
import io.streambus.connect.identity.ClusterQuestion;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ClusterConnectionsTest {

    private final ClusterClients clients = new ClusterClients(Map.of());
    private final List<FakeClient> opened = new ArrayList<>();
    private ClusterProbe next = new ClusterProbe.Reachable("kafka-1", Map.of(), Map.of());
    private final ClusterConnections connections = new ClusterConnections(clients, (cluster, clientId) -> {
        FakeClient admin = new FakeClient(clientId);
        opened.add(admin);
        return admin;
    });

    @Test
    void links_that_reach_a_cluster_the_same_way_share_a_client() throws Exception {
        LinkedCluster patient = cluster(List.of("a:1", "b:1"), Duration.ofMinutes(1), Security.NONE);
        LinkedCluster hasty = cluster(List.of("b:1", "a:1"), Duration.ofSeconds(1), Security.NONE);
        retain(patient, hasty);

        probe(patient);
        probe(hasty);

        assertThat(opened).hasSize(1);
    }

    @Test
    void another_password_is_another_connection_with_meters_of_its_own() throws Exception {
        LinkedCluster right = cluster(List.of("a:1"), Duration.ofSeconds(1), password("right"));
        LinkedCluster wrong = cluster(List.of("a:1"), Duration.ofSeconds(1), password("wrong"));
        retain(right, wrong);

        probe(right);
        next = new ClusterProbe.Unreachable("Authentication failed");

        assertThat(probe(wrong)).isEqualTo(next);
        assertThat(opened)
                .extracting(admin -> admin.clientId)
                .containsExactly("streambus-bridge-probe-west", "streambus-bridge-probe-west-2");
        assertThat(connections.kafkaClusterId("west")).contains("kafka-1");
    }

    @Test
    void a_client_that_has_failed_is_made_anew_and_the_clusters_own_id_is_remembered() throws Exception {
        LinkedCluster cluster = cluster(List.of("a:1"), Duration.ofSeconds(1), Security.NONE);
        retain(cluster);
        probe(cluster);
        next = new ClusterProbe.Unreachable("no answer within 5 s");
        probe(cluster);

        assertThat(opened.get(0).closed).isTrue();
        next = new ClusterProbe.Reachable("kafka-1", Map.of(), Map.of());
        probe(cluster);

        assertThat(opened).hasSize(2);
        assertThat(opened.get(1).closed).isFalse();
        assertThat(connections.kafkaClusterId("west")).contains("kafka-1");
    }

    @Test
    void settings_that_make_no_client_are_the_reason_of_the_probe() throws Exception {
        ClusterConnections none = new ClusterConnections(clients, (cluster, clientId) -> {
            throw new KafkaException("/keys/client.pem cannot be read");
        });

        ClusterProbe probe = none.ask(
                cluster(List.of("a:1"), Duration.ofSeconds(1), Security.NONE),
                connection -> connection.probe(Set.of()));

        assertThat(probe).isEqualTo(new ClusterProbe.Unreachable("/keys/client.pem cannot be read"));
    }

    @Test
    void a_cluster_that_no_link_has_any_more_is_closed_once_nobody_asks_it_something() throws Exception {
        LinkedCluster cluster = cluster(List.of("a:1"), Duration.ofSeconds(1), Security.NONE);
        retain(cluster);

        connections.ask(cluster, connection -> {
            connection.probe(Set.of());
            retain();
            assertThat(opened.get(0).closed).as("while it is asked").isFalse();
            return true;
        });

        assertThat(opened.get(0).closed).isTrue();
        assertThat(connections.kafkaClusterId("west")).isEmpty();
    }

    @Test
    void topics_of_a_cluster_that_no_link_has_cost_a_client_for_that_call() {
        LinkedCluster cluster = cluster(List.of("a:1"), Duration.ofSeconds(1), Security.NONE);

        assertThat(connections.topics(cluster)).containsExactly("orders");
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).closed).isTrue();
    }

    @Test
    void topics_of_a_cluster_that_does_not_answer_are_told_as_unreachable() {
        ClusterConnections silent = new ClusterConnections(clients, (cluster, clientId) -> new FakeClient(clientId) {
            @Override
            public ClusterQuestion.Answer introduce() throws TimeoutException {
                throw new TimeoutException();
            }
        });

        assertThatThrownBy(() -> silent.topics(cluster(List.of("a:1"), Duration.ofSeconds(1), Security.NONE)))
                .isInstanceOf(ClusterUnreachableException.class)
                .hasMessageStartingWith("cluster west could not be asked for its topics");
    }

    /** Issue 14, what is seen number 6: a closed port and one that hangs were both no answer within 5 s. */
    @Test
    void the_brokers_of_a_cluster_that_does_not_answer_are_named_with_what_their_ports_do() throws Exception {
        ClusterConnections silent = new ClusterConnections(clients, (cluster, clientId) -> new FakeClient(clientId) {
            @Override
            public ClusterQuestion.Answer introduce() throws TimeoutException {
                throw new TimeoutException();
            }
        });
        String closed;
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = "127.0.0.1:" + port.getLocalPort();
        }

        assertThatThrownBy(() -> silent.topics(
                        cluster(List.of(closed, "no-such-host.invalid:9092"), Duration.ofSeconds(1), Security.NONE)))
                .hasMessage(
                        "cluster west could not be asked for its topics: no answer within 5 s: " + closed
                                + ": connection refused, nothing listens on the port; start the broker, or correct host and port;"
                                + " no-such-host.invalid:9092: the host name cannot be resolved; correct it, or the name service");
    }

    private ClusterProbe probe(LinkedCluster cluster) throws Exception {
        return connections.ask(cluster, connection -> connection.probe(Set.of()));
    }

    private void retain(LinkedCluster... clusters) {
        connections.retain(List.of(clusters).stream().map(clients::key).toList());
    }

    private class FakeClient implements ProbeClient {
        final String clientId;
        boolean closed;

        FakeClient(String clientId) {
            this.clientId = clientId;
        }

        @Override
        public ClusterProbe probe(Set<TopicPartition> partitions) {
            return next;
        }

        @Override
        public ClusterQuestion.Answer introduce() throws TimeoutException {
            return new ClusterQuestion.Answer(
                    new ClusterIdentity(Optional.of("kafka-1"), Map.of(), Set.of("a:1")), Set.of("orders"));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static Security password(String password) {
        return new Security(
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of(new Sasl(Sasl.Mechanism.PLAIN, Optional.of("bridge"), Optional.of(new Secret(password)))),
                Map.of());
    }

    private static LinkedCluster cluster(List<String> brokers, Duration timeout, Security security) {
        return new LinkedCluster("west", brokers, timeout, timeout, 3, security);
    }
}
