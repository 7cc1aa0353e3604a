package io.streambus.connect.start;

import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.progress.SourcePartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What Connect has stored of the flow's offsets, MirrorMaker 2's included: both have the same form. Thread-safe, as the reader is. */
public final class ConnectOffsets {

    private final OffsetStorageReader reader;
    private final String sourceAlias;

    public ConnectOffsets(OffsetStorageReader reader, String sourceAlias) {
        this.reader = reader;
        this.sourceAlias = sourceAlias;
    }

    /**
     * @return the offset of the last record copied, by partition; partitions of which Connect knows nothing are missing
     * @throws ConnectException if an offset is not of the form {@code {offset: n}}
     */
    public Map<TopicPartition, Long> of(Collection<TopicPartition> partitions) {
        Map<Map<String, Object>, TopicPartition> forms = new HashMap<>();
        partitions.forEach(partition -> forms.put(SourcePartition.form(sourceAlias, partition), partition));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        reader.offsets(forms.keySet()).forEach((form, offset) -> {
            if (offset != null) {
                if (!(offset.get(SourceOffset.OFFSET) instanceof Number number)) {
                    throw new ConnectException(
                            "Connect's stored offset of " + forms.get(form) + " is " + offset
                                    + ", which is not of the form {offset: n}. Stop the connector and alter or delete the offset.");
                }
                offsets.put(forms.get(form), number.longValue());
            }
        });
        return offsets;
    }
}
