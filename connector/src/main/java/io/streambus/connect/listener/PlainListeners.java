package io.streambus.connect.listener;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Keeps clients without TLS away from ports that do not speak the Kafka protocol in clear. A client takes the first four bytes that come for the
 * length of an answer and asks for that much memory at once: for a TLS alert 336 MiB, for an HTTP answer 1.1 GiB, at every attempt. Kafka has no
 * setting that bounds it (as of 4.3.1), so the port is asked first.
 */
public final class PlainListeners {

    private static final Duration EACH = Duration.ofSeconds(2);
    private static final Duration ALL = Duration.ofSeconds(4);

    private PlainListeners() {}

    /**
     * Asks each of {@code bootstrap.servers} if the settings are for a connection without TLS. Takes 4 s at most; a broker that does not answer is
     * left to the client.
     *
     * @param cluster as links and flows name it, for the message
     * @param settings of a client
     * @throws WrongListenerException if one of them answers in TLS, or in something that is not the Kafka protocol
     */
    public static void require(String cluster, Map<String, ?> settings) {
        require(cluster, settings, PortQuestion::ask);
    }

    static void require(String cluster, Map<String, ?> settings, BiFunction<String, Duration, Spoken> ask) {
        String protocol = protocol(settings);
        if (isTls(protocol)) {
            return;
        }
        long deadline = System.nanoTime() + ALL.toNanos();
        for (String broker : brokers(settings)) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                return;
            }
            Spoken spoken = ask.apply(broker, left.compareTo(EACH) < 0 ? left : EACH);
            if (spoken == Spoken.TLS) {
                throw new WrongListenerException("Cluster " + cluster + ": " + broker
                        + " speaks TLS, but is to be reached without (security.protocol " + protocol
                        + "). Set enable_tls in the link's security of that cluster, or security.protocol to "
                        + (protocol.startsWith("SASL") ? "SASL_SSL" : "SSL or SASL_SSL") + " in a connector.");
            }
            if (spoken == Spoken.OTHER) {
                throw new WrongListenerException("Cluster " + cluster + ": " + broker
                        + " answers, but not in the Kafka protocol. Correct the host and port of its brokers.");
            }
        }
    }

    static String protocol(Map<String, ?> settings) {
        Object given = settings.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        return given == null ? CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL : String.valueOf(given);
    }

    static boolean isTls(String protocol) {
        return protocol.toUpperCase(Locale.ROOT).endsWith("SSL");
    }

    static List<String> brokers(Map<String, ?> settings) {
        Object servers = settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        if (servers instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return Arrays.stream(String.valueOf(servers).split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
