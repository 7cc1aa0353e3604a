package io.streambus.connect.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.header.Headers.HeaderTransform;
import org.junit.jupiter.api.Test;

class ArrayHeadersTest {

    private static final byte[] BYTES = {1, (byte) 0xff};
    private static final Date MIDNIGHT = Date.from(Instant.ofEpochMilli(86_400_000));
    private static final Schema STRUCT =
            SchemaBuilder.struct().field("f", Schema.INT32_SCHEMA).build();

    /** Everything that can be done to headers, with a key. */
    private static final List<Step> STEPS = List.of(
            (headers, key) -> headers.addBytes(key, BYTES),
            (headers, key) -> headers.addBytes(key, BYTES),
            (headers, key) -> headers.addBytes(key, null),
            (headers, key) -> headers.addString(key, "text"),
            (headers, key) -> headers.addString(key, null),
            (headers, key) -> headers.addBoolean(key, true),
            (headers, key) -> headers.addByte(key, (byte) 1),
            (headers, key) -> headers.addShort(key, (short) 2),
            (headers, key) -> headers.addInt(key, 3),
            (headers, key) -> headers.addLong(key, 4),
            (headers, key) -> headers.addFloat(key, 5),
            (headers, key) -> headers.addDouble(key, 6),
            (headers, key) -> headers.addList(
                    key, List.of(7), SchemaBuilder.array(Schema.INT32_SCHEMA).build()),
            (headers, key) -> headers.addMap(
                    key,
                    Map.of("a", 8),
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build()),
            (headers, key) -> headers.addStruct(key, new Struct(STRUCT).put("f", 9)),
            (headers, key) -> headers.addDecimal(key, new BigDecimal("10.5")),
            (headers, key) -> headers.addDate(key, MIDNIGHT),
            (headers, key) -> headers.addTime(key, Date.from(Instant.ofEpochMilli(11))),
            (headers, key) -> headers.addTimestamp(key, MIDNIGHT),
            (headers, key) -> headers.add(key, new SchemaAndValue(Schema.INT64_SCHEMA, 12L)),
            (headers, key) -> headers.add(key, (SchemaAndValue) null),
            (headers, key) -> headers.add(key, "any", null),
            (headers, key) -> headers.add(new BytesHeader(key, BYTES)),
            (headers, key) -> headers.remove(key),
            (headers, key) -> headers.retainLatest(key),
            (headers, key) -> headers.retainLatest(),
            (headers, key) -> headers.apply(key, header -> null),
            (headers, key) -> headers.apply(key, header -> header.rename("renamed")),
            (headers, key) -> headers.apply(header -> header.with(Schema.STRING_SCHEMA, "changed")),
            (headers, key) -> headers.apply(header -> header.key().equals(key) ? null : header),
            (headers, key) -> removeFirst(headers));

    @FunctionalInterface
    private interface Step {
        Object on(Headers headers, String key);
    }

    private static Headers removeFirst(Headers headers) {
        Iterator<Header> each = headers.iterator();
        if (each.hasNext()) {
            each.next();
            each.remove();
        }
        return headers;
    }

    @Test
    void theyAreLikeConnectsOwnWhateverIsDoneToThem() {
        Random random = new Random(20261130);
        for (int run = 0; run < 3_000; run++) {
            Headers ours = new ArrayHeaders(random.nextInt(3));
            Headers connects = new ConnectHeaders();
            // Connect's own fail at some steps until they have had a header.
            ours.addBytes("a", BYTES);
            connects.addBytes("a", BYTES);
            for (int i = random.nextInt(12); i > 0; i--) {
                Step step = STEPS.get(random.nextInt(STEPS.size()));
                String key = List.of("a", "b", "renamed").get(random.nextInt(3));

                assertThat(step.on(ours, key)).isSameAs(ours);
                step.on(connects, key);

                assertAlike(ours, connects);
            }
            Headers before = ours.duplicate();
            assertThat(ours.duplicate().addInt("more", 1)).isNotEqualTo(ours);
            assertThat(ours).isEqualTo(before);
        }
    }

    private static void assertAlike(Headers ours, Headers connects) {
        assertThat(ours.size()).isEqualTo(connects.size());
        assertThat(ours.isEmpty()).isEqualTo(connects.isEmpty());
        assertThat(ours.equals(connects)).isTrue();
        assertThat(connects.equals(ours)).isTrue();
        assertThat(ours.hashCode()).isEqualTo(connects.hashCode());
        for (String key : List.of("a", "b", "renamed", "other")) {
            assertThat(ours.lastWithName(key)).isEqualTo(connects.lastWithName(key));
            assertThat(listed(ours.allWithName(key))).isEqualTo(listed(connects.allWithName(key)));
        }
        assertThat(new ConnectHeaders(ours)).isEqualTo(connects);
        assertThat(listed(ours.iterator())).isEqualTo(listed(connects.iterator()));
        Iterator<Header> theirs = connects.iterator();
        ours.forEach(header -> {
            Header their = theirs.next();
            assertThat(header).isEqualTo(their).hasSameHashCodeAs(their);
            assertThat(their).isEqualTo(header);
        });
    }

    private static List<Header> listed(Iterator<Header> headers) {
        List<Header> list = new ArrayList<>();
        headers.forEachRemaining(list::add);
        return list;
    }

    @Test
    void whatConnectsOwnRefuseTheyRefuse() {
        List<Consumer<Headers>> refused = List.of(
                headers -> headers.add("k", "text", Schema.INT32_SCHEMA),
                headers -> headers.add("k", new SchemaAndValue(Schema.INT32_SCHEMA, null)),
                headers -> headers.addList("k", List.of(1), Schema.STRING_SCHEMA),
                headers -> headers.addMap("k", Map.of(), Schema.STRING_SCHEMA),
                headers -> headers.addDate("k", Date.from(Instant.ofEpochMilli(1))),
                headers -> headers.addTime("k", Date.from(Instant.ofEpochMilli(90_000_000))));
        for (Consumer<Headers> step : refused) {
            assertThatThrownBy(() -> step.accept(new ConnectHeaders())).isInstanceOf(DataException.class);
            assertThatThrownBy(() -> step.accept(new ArrayHeaders(0))).isInstanceOf(DataException.class);
        }
        HeaderTransform keep = header -> header;
        List<Consumer<Headers>> nulls = List.of(
                headers -> headers.add(null),
                headers -> headers.addBytes(null, BYTES),
                headers -> headers.addString(null, "v"),
                headers -> headers.lastWithName(null),
                headers -> headers.remove(null),
                headers -> headers.retainLatest(null),
                headers -> headers.apply(null, keep));
        for (Consumer<Headers> step : nulls) {
            assertThatThrownBy(() -> step.accept(new ConnectHeaders())).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> step.accept(new ArrayHeaders(0))).isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void withoutAnyHeaderNothingFails() {
        ArrayHeaders none = new ArrayHeaders(1);

        assertThat(none.remove("a")
                        .retainLatest()
                        .retainLatest("a")
                        .apply(header -> null)
                        .clear())
                .isSameAs(none)
                .isEqualTo(new ConnectHeaders())
                .hasSameHashCodeAs(new ConnectHeaders());
        assertThat(none.addBytes("a", BYTES).clear().isEmpty()).isTrue();
    }

    @Test
    void contentsAreNotInTheText() {
        assertThat(new ArrayHeaders(1).addBytes("a", BYTES).addBytes("b", null))
                .hasToString("ArrayHeaders(headers=[a of 2 bytes, b=null])");
    }
}
