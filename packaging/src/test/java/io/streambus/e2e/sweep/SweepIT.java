package io.streambus.e2e.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.packaging.Http;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 14: breaks a link that works, in one way after the other. Each time it is not healthy within 30 s, its first reason names what it is about and why,
 * and it is healthy and copies again within 30 s of the repair. The soak profile tries all; else only those that {@code streambus.sweep} names. Prints
 * the table.
 */
class SweepIT {

    private static final Duration IN_TIME = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final List<String> CHOSEN =
            List.of(System.getProperty("streambus.sweep").split(","));

    @TempDir
    private static Path temp;

    private static SweepStage stage;

    private final List<String> misses = new ArrayList<>();

    /** A moment's verdict. */
    private record Told(Duration after, String status, String firstReason) {
        boolean broken() {
            return !status.equals("healthy");
        }

        boolean names(List<String> words) {
            return broken() && words.stream().allMatch(firstReason::contains);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        stage = new SweepStage(temp, chosen(SweptFaults.FULL_TARGET));
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void aBrokenLinkSaysSoWithTheReasonAndIsHealthyAgainOnceItIsMended() throws Exception {
        List<SweptFault> faults =
                SweptFaults.all().stream().filter(fault -> chosen(fault.name())).toList();
        assertThat(faults).isNotEmpty();
        System.out.println(
                "| broken | not healthy after | status and first reason | named after | healthy again after |");
        System.out.println("|---|---|---|---|---|");
        int number = 0;
        for (SweptFault fault : faults) {
            SweptLink link = new SweptLink(stage, "swept-" + ++number);
            try {
                sweep(fault, link);
            } catch (Exception | AssertionError e) {
                misses.add(fault.name() + ": " + e);
            }
            link.delete();
        }
        assertThat(misses).isEmpty();
    }

    private static boolean chosen(String fault) {
        return CHOSEN.contains("all") || CHOSEN.contains(fault);
    }

    private void sweep(SweptFault fault, SweptLink link) throws Exception {
        ObjectNode document = link.document();
        link.createTopic();
        fault.preparation().prepare(link, document);
        link.create(document);
        if (fault.worksBefore()) {
            link.start();
            link.write();
            await(fault.name() + ": works at first").atMost(PATIENCE).until(() -> works(link));
        }

        long broken = System.nanoTime();
        fault.breaking().take(link);
        List<String> words = fault.words(link);
        Told first = look(link, broken);
        Told last = first;
        while (!last.names(words) && last.after().compareTo(IN_TIME) <= 0) {
            if (fault.writable() && stage.source().partitions(link.topic()) > 0) {
                link.write();
            }
            LockSupport.parkNanos(LOOK.toNanos());
            last = look(link, broken);
            first = first.broken() ? first : last;
        }

        fault.repair().take(link);
        long repaired = System.nanoTime();
        link.write();
        while (!works(link) && since(repaired).compareTo(PATIENCE) < 0) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        Duration mended = since(repaired);

        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s: %s | %s | %s |%n",
                fault.name(),
                first.broken() ? seconds(first.after()) : "never",
                last.status(),
                last.firstReason(),
                last.names(words) ? seconds(last.after()) : "never",
                mended.compareTo(PATIENCE) < 0 ? seconds(mended) : "never");
        if (!last.names(words) || last.after().compareTo(IN_TIME) > 0) {
            misses.add(fault.name() + ": is " + last.status() + " after " + seconds(last.after())
                    + ", and the first reason does not say " + words + ": " + last.firstReason());
        }
        if (mended.compareTo(IN_TIME) > 0) {
            misses.add(fault.name() + ": works again after " + seconds(mended) + ": " + health(link));
        }
    }

    private static Told look(SweptLink link, long since) {
        JsonNode health = health(link);
        JsonNode issues = health.path("issues");
        String reason =
                (issues.isEmpty() ? health.path("warnings") : issues).path(0).asText();
        return new Told(since(since), health.path("status").asText(), reason);
    }

    /** Without a bridge, what its command line says. */
    private static JsonNode health(SweptLink link) {
        try {
            return link.health();
        } catch (IOException e) {
            ObjectNode unknown = Http.JSON.createObjectNode().put("status", "not known");
            unknown.putArray("issues").add(stage.toldByCommandLine(link.id()));
            return unknown;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean works(SweptLink link) {
        return "healthy".equals(health(link).path("status").asText()) && link.arrived();
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
}
