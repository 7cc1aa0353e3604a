package io.streambus.connect.listener;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is told of brokers that gave a client no answer, by what their ports have said: which one, what it did, what to do. Pure. */
final class UnansweredText {

    /** More than that in a sentence nobody reads. */
    private static final int MOST_NAMED = 5;

    private UnansweredText() {}

    /**
     * @param protocol the client's {@code security.protocol}
     * @param answers by broker, as {@code host:port}; at least one
     * @return without a full stop
     */
    static String of(String protocol, Map<String, Spoken> answers) {
        Map<Spoken, List<String>> brokers = new LinkedHashMap<>();
        answers.forEach((broker, spoken) ->
                brokers.computeIfAbsent(spoken, first -> new ArrayList<>()).add(broker));
        List<String> told = new ArrayList<>();
        brokers.forEach((spoken, which) -> told.add(of(protocol, spoken, named(which))));
        return String.join("; ", told);
    }

    private static String named(List<String> brokers) {
        int left = brokers.size() - MOST_NAMED;
        return String.join(", ", brokers.subList(0, Math.min(MOST_NAMED, brokers.size())))
                + (left > 0 ? " and " + left + " more" : "");
    }

    private static String of(String protocol, Spoken spoken, String who) {
        boolean tls = PlainListeners.isTls(protocol);
        return switch (spoken) {
            case UNRESOLVED -> who + ": the host name cannot be resolved; correct it, or the name service";
            case REFUSED ->
                who + ": connection refused, nothing listens on the port; start the broker, or correct host and port";
            case UNREACHABLE ->
                who
                        + ": no connection in time; the host is down, or a firewall or the network drops what is sent to it";
            case SILENT -> who + ": takes connections and answers nothing; the broker hangs or the line is half open";
            case CLOSED -> who + ": closes connections without an answer; see the broker's log";
            case OTHER -> who + ": answers, but not in the Kafka protocol; correct host and port";
            case TLS ->
                tls
                        ? who + ": speaks TLS, but the client got no further; see its certificate and the broker's log"
                        : who + ": speaks TLS, but is to be reached without (security.protocol " + protocol
                                + "); set enable_tls of the link's cluster, or security.protocol of the connector's";
            case KAFKA ->
                tls
                        ? who + ": does not speak TLS, but is to be reached with it (security.protocol " + protocol
                                + "); name its TLS port, or take enable_tls or security.protocol out"
                        : who
                                + ": answers itself; the brokers that it names to clients may not be reachable from here, see their"
                                + " advertised.listeners";
        };
    }
}
