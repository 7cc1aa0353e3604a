package io.streambus.connect.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

class OutageTest {

    private final TimeoutException timeIsUp = new TimeoutException("time is up");

    private final List<Throwable> asked = new ArrayList<>();
    private long nanos;
    private final Outage outage = new Outage(
            "west",
            failure -> {
                asked.add(failure);
                return Optional.of("a:1: connection refused");
            },
            () -> nanos);

    @Test
    void theCauseIsLookedForOnceForAllWhoAsk() {
        assertThat(outage.failed(timeIsUp)).hasMessage("Cluster west did not answer: a:1: connection refused");
        assertThat(outage.failed(timeIsUp)).hasMessage("Cluster west did not answer: a:1: connection refused");
        assertThat(asked).hasSize(1);

        nanos += Duration.ofSeconds(11).toNanos();
        outage.failed(timeIsUp);

        assertThat(asked).as("it may have changed").hasSize(2);
        assertThat(outage.isOn()).isTrue();
    }

    @Test
    void anAnswerEndsItAndTheNextOneIsLookedAtAnew() {
        outage.failed(timeIsUp);
        outage.answered();
        assertThat(outage.isOn()).isFalse();

        outage.failed(timeIsUp);

        assertThat(asked).hasSize(2);
    }

    /** Ten tasks of a flow in one worker. */
    @Test
    void whoAsksWithTheSameSettingsSharesAClientUntilTheLastOneIsDone() {
        List<Admin> opened = new ArrayList<>();
        SharedAdmin connectors = shared("shared", opened);
        SharedAdmin tasks = shared("shared", opened);
        SharedAdmin others = shared("other", opened);
        assertThat(tasks.client()).isSameAs(connectors.client()).isNotSameAs(others.client());

        connectors.close();
        connectors.close();
        Mockito.verifyNoInteractions(opened.get(0));
        tasks.close();
        others.close();

        Mockito.verify(opened.get(0)).close(Duration.ofSeconds(5));
        assertThat(opened).hasSize(2);
    }

    @Test
    void whoStartsAfterAnOutageGetsAClientOfHisOwn() {
        List<Admin> opened = new ArrayList<>();
        SharedAdmin source = shared("source", opened);
        SharedAdmin failing = shared("source", opened);
        SharedAdmin target = shared("target", opened);
        Outages outages = new Outages(admin(source), admin(target));
        CompletableFuture<String> look = admin(source).watched(CompletableFuture.<String>failedFuture(timeIsUp));

        CompletableFuture<String> explained = outages.explained(look, Runnable::run);

        assertThatThrownBy(explained::join).hasRootCause(timeIsUp).hasMessageContaining("of source: why");
        assertThat(source.outage().isOn()).isTrue();
        assertThat(target.outage().isOn()).isFalse();
        failing.close();
        SharedAdmin again = shared("source", opened);
        assertThat(again.client()).isNotSameAs(source.client());
        List.of(source, target, again).forEach(SharedAdmin::close);
        opened.forEach(client -> Mockito.verify(client).close(Duration.ofSeconds(5)));
    }

    @Test
    void onlyWhoHasAnsweredAnswersAgain() {
        SharedAdmin source = shared("source", new ArrayList<>());
        SharedAdmin target = shared("target", new ArrayList<>());
        source.outage().failed(timeIsUp);
        target.outage().failed(timeIsUp);

        admin(source).watched(CompletableFuture.completedFuture("topics")).join();

        assertThat(source.outage().isOn()).isFalse();
        assertThat(target.outage().isOn()).isTrue();
        source.close();
        target.close();
    }

    @Test
    void aRefusalIsNoOutage() {
        SharedAdmin source = shared("source", new ArrayList<>());
        SharedAdmin target = shared("target", new ArrayList<>());
        ClusterException refusal = new ClusterException("source", new SaslAuthenticationException("wrong password"));

        assertThat(new Outages(admin(source), admin(target)).explained(refusal)).isSameAs(refusal);

        assertThat(source.outage().isOn()).isFalse();
        source.close();
        target.close();
    }

    @Test
    void aCertificateThatIsNotTrustedIsToldWithWhatIsWrongAboutIt() {
        assertThat(new ClusterException(
                        "west",
                        new SslAuthenticationException(
                                "SSL handshake failed", new IllegalStateException("PKIX path building failed"))))
                .hasMessageContainingAll("Cluster west", "certificates", "PKIX path building failed", "tls_ca_file");
    }

    private static ClusterAdmin admin(SharedAdmin shared) {
        return new ClusterAdmin(shared, Duration.ofSeconds(1));
    }

    private static SharedAdmin shared(String cluster, List<Admin> opened) {
        return SharedAdmin.open(
                cluster,
                Map.of("client.id", "of-" + cluster),
                settings -> {
                    opened.add(Mockito.mock(Admin.class));
                    return opened.get(opened.size() - 1);
                },
                failure -> Optional.of("of " + cluster + ": why"));
    }
}
