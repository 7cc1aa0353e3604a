package io.streambus.demo.sample;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes up records: of ten, five orders, three users, two inventory readings. Among them what replication must not stumble over: tombstones (users
 * who left), records without key (readings of unnamed sensors), events that arrive late, and text beyond ASCII. The same seed gives the same
 * records. Confined to one thread.
 */
final class SampleRecords {

    private static final List<SampleTopic> MIX = List.of(
            SampleTopic.ORDERS,
            SampleTopic.USERS,
            SampleTopic.ORDERS,
            SampleTopic.INVENTORY,
            SampleTopic.ORDERS,
            SampleTopic.USERS,
            SampleTopic.ORDERS,
            SampleTopic.INVENTORY,
            SampleTopic.ORDERS,
            SampleTopic.USERS);
    private static final List<String> REGIONS = List.of("us-west-1", "us-west-1", "us-west-1", "us-west-2");
    private static final List<String> PRIORITIES = List.of("high", "normal", "normal", "normal", "low");
    private static final List<String> NAMES = List.of("Ada", "Grace", "Linus", "Zoë", "Søren", "日菜");
    private static final List<String> STATES = List.of("new", "paid", "shipped", "returned");
    private static final int CUSTOMERS = 5_000;
    private static final int ARTICLES = 800;
    private static final int LATE_BY_AT_MOST_MS = 3_000;

    private final SplittableRandom random;
    private long made;

    SampleRecords(long seed) {
        this.random = new SplittableRandom(seed);
    }

    SampleRecord next(Instant now) {
        SampleTopic topic = MIX.get((int) (made % MIX.size()));
        made++;
        long timestamp = now.toEpochMilli() - (oneIn(50) ? random.nextInt(LATE_BY_AT_MOST_MS) : 0);
        String region = pick(REGIONS);
        String priority = pick(PRIORITIES);
        return switch (topic) {
            case ORDERS -> {
                int customer = random.nextInt(CUSTOMERS);
                yield record(
                        topic,
                        Optional.of("customer-" + customer),
                        Optional.of(order(customer)),
                        region,
                        priority,
                        timestamp);
            }
            case USERS -> {
                int customer = random.nextInt(CUSTOMERS);
                Optional<String> value = oneIn(25) ? Optional.empty() : Optional.of(user(customer, region));
                yield record(topic, Optional.of("customer-" + customer), value, region, priority, timestamp);
            }
            case INVENTORY -> {
                int article = random.nextInt(ARTICLES);
                Optional<String> key = oneIn(20) ? Optional.empty() : Optional.of("article-" + article);
                yield record(topic, key, Optional.of(reading(article, region)), region, priority, timestamp);
            }
        };
    }

    private static SampleRecord record(
            SampleTopic topic,
            Optional<String> key,
            Optional<String> value,
            String region,
            String priority,
            long timestamp) {
        return new SampleRecord(topic, key, value, region, priority, timestamp);
    }

    private String order(int customer) {
        int cents = 100 + random.nextInt(99_900);
        return "{\"order_id\":\"order-" + made + "\",\"customer\":\"customer-" + customer + "\",\"article\":\"article-"
                + random.nextInt(ARTICLES) + "\",\"quantity\":" + (1 + random.nextInt(9)) + ",\"amount_cents\":" + cents
                + ",\"currency\":\"USD\",\"state\":\"" + pick(STATES) + "\"}";
    }

    private String user(int customer, String region) {
        return "{\"user_id\":\"customer-" + customer + "\",\"name\":\"" + pick(NAMES) + "\",\"home_region\":\"" + region
                + "\",\"newsletter\":" + random.nextBoolean() + "}";
    }

    private String reading(int article, String region) {
        return "{\"article\":\"article-" + article + "\",\"warehouse\":\"" + region + "-" + (1 + random.nextInt(4))
                + "\",\"in_stock\":" + random.nextInt(500) + "}";
    }

    private boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
