package io.streambus.bridge.link.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionPropertiesTest {

    /** What could be given by its beginning and is not, since it names a class that is loaded or a command that is run. */
    private static final Set<String> REFUSED =
            Set.of("sasl.login.class", "sasl.kerberos.kinit.cmd", "ssl.engine.factory.class");

    private static final Pattern BEGINNING =
            Pattern.compile("(ssl|sasl|reconnect|retry|metadata|socket)\\..*|security\\.protocol");

    /** A new version of Kafka with a property more, or another name for one, fails here. */
    @Test
    void everyPropertyOfKafkasClientsThatSaysHowAClusterIsReachedIsKnown() {
        Set<String> names = Stream.of(
                        AdminClientConfig.configNames(), ConsumerConfig.configNames(), ProducerConfig.configNames())
                .flatMap(Set::stream)
                .filter(name -> BEGINNING.matcher(name).matches())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(names).hasSizeGreaterThan(70);
        assertThat(names.stream()
                        .filter(name -> ConnectionProperties.fault(name).isPresent()))
                .containsExactlyInAnyOrderElementsOf(REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "sasl.login.callback.handler.class, org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler",
        "sasl.oauthbearer.jwt.retriever.class, org.apache.kafka.common.security.oauthbearer.ClientCredentialsJwtRetriever",
        "sasl.client.callback.handler.class, software.amazon.msk.auth.iam.IAMClientCallbackHandler",
        "sasl.jaas.config, org.apache.kafka.common.security.scram.ScramLoginModule required;",
        "sasl.jaas.config, com.sun.security.auth.module.Krb5LoginModule required;",
        "sasl.jaas.config, ${streambus:l/c:sasl.jaas.config}",
        "sasl.mechanism, GSSAPI",
        "connections.max.idle.ms, 1"
    })
    void theHandlersAndModulesOfUsualSetupsAreTaken(String name, String value) {
        assertThat(ConnectionProperties.isTaken(name, value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sasl.login.callback.handler.class, x.Handler",
        "sasl.oauthbearer.jwt.validator.class, x.Validator",
        "sasl.client.callback.handler.class, ${env:CLASS}",
        "sasl.jaas.config, com.sun.security.auth.module.JndiLoginModule required;",
        "sasl.kerberos.kinit.cmd, /usr/bin/kinit",
        "security.providers, x.Provider",
        "acks, all"
    })
    void othersAreNot(String name, String value) {
        assertThat(ConnectionProperties.isTaken(name, value)).isFalse();
    }
}
