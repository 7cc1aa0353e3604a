package io.streambus.connect.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Why a cluster gives no answer. Kafka's clients say no more than that time is up, whatever was wrong; so the brokers' ports are asked, once, and only
 * then. Thread-safe: without state.
 */
public final class BrokerDiagnosis {

    private static final Duration EACH = Duration.ofMillis(800);
    /** Connecting and the answer each have their time; a name service has none of its own. */
    private static final Duration ALL = Duration.ofMillis(1_900);

    private static final int MOST_BROKERS = 16;

    /** What an unresolvable host is to a client ({@code ClientUtils.parseAndValidateAddresses}). */
    private static final String NO_HOST = "No resolvable bootstrap urls given in ";

    private BrokerDiagnosis() {}

    /**
     * Asks the brokers of {@code bootstrap.servers}, if the failure of a client is one that says nothing. Takes 1.9 s at most.
     *
     * @param settings of the client
     * @return who did what, and what to do, without a full stop; empty if the failure itself names its cause
     */
    public static Optional<String> of(Map<String, ?> settings, Throwable failure) {
        if (Stream.iterate(failure, Objects::nonNull, Throwable::getCause).noneMatch(BrokerDiagnosis::saysNothing)) {
            return Optional.empty();
        }
        Map<String, Spoken> answers = ask(PlainListeners.brokers(settings));
        return answers.isEmpty()
                ? Optional.empty()
                : Optional.of(UnansweredText.of(PlainListeners.protocol(settings), answers));
    }

    private static boolean saysNothing(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof java.util.concurrent.TimeoutException
                || failure instanceof DisconnectException
                || failure instanceof NetworkException
                || String.valueOf(failure.getMessage()).startsWith(NO_HOST);
    }

    private static Map<String, Spoken> ask(List<String> brokers) {
        List<String> asked = brokers.subList(0, Math.min(MOST_BROKERS, brokers.size()));
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "streambus-diagnosis");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<Spoken>> questions = new ArrayList<>();
            asked.forEach(broker -> questions.add(() -> PortQuestion.ask(broker, EACH)));
            List<Future<Spoken>> answers = threads.invokeAll(questions, ALL.toMillis(), TimeUnit.MILLISECONDS);
            Map<String, Spoken> spoken = new LinkedHashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                spoken.put(asked.get(i), answer(answers.get(i)));
            }
            return spoken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Spoken answer(Future<Spoken> question) throws InterruptedException {
        try {
            return question.get();
        } catch (CancellationException | ExecutionException e) {
            // Everything but the name service has a time-out of its own.
            return Spoken.UNRESOLVED;
        }
    }
}
