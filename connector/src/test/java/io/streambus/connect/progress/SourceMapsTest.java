package io.streambus.connect.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SourceMapsTest {

    private static final PartitionProgress PROGRESS =
            new PartitionProgress(CheckpointFixtures.startingAt(0, 0), 0, OffsetMaps.closed());

    /** The order of the keys ends up in the bytes by which Connect finds offsets: it must be that of MirrorUtils.wrapPartition. */
    @Test
    void thePartitionReadsAsMirrorMakersHashMap() {
        Map<String, Object> mirrorMakers = new HashMap<>();
        mirrorMakers.put("topic", "orders");
        mirrorMakers.put("partition", 3);
        mirrorMakers.put("cluster", "us-west-1");

        SourcePartition ours = new SourcePartition("us-west-1", new TopicPartition("orders", 3), PROGRESS);

        assertThat(new ArrayList<>(ours.entrySet())).isEqualTo(new ArrayList<>(mirrorMakers.entrySet()));
        assertThat(ours).isEqualTo(mirrorMakers).hasSameHashCodeAs(mirrorMakers);
        assertThat(mirrorMakers).isEqualTo(ours);
    }

    @Test
    void theOffsetReadsAsMirrorMakersMap() {
        SourceOffset offset = new SourceOffset(48213, 100);

        assertThat(offset).isEqualTo(Map.of("offset", 48213L));
        assertThat(offset.get("offset")).isEqualTo(48213L);
        assertThat(offset.containsKey("offset")).isTrue();
        assertThat(offset.get("other")).isNull();
        assertThat(offset).hasSize(1).containsEntry("offset", 48213L).hasSameHashCodeAs(Map.of("offset", 48213L));
        assertThat(offset.entrySet()).isEqualTo(Map.of("offset", 48213L).entrySet());
        assertThatThrownBy(() -> offset.put("offset", 1L)).isInstanceOf(UnsupportedOperationException.class);
    }
}
