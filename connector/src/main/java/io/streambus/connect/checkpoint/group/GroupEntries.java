package io.streambus.connect.checkpoint.group;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one flow's entries say of its groups, taken in the order in which they stand in the checkpoints topic. Confined to one thread, or guarded by the
 * caller.
 */
public final class GroupEntries {

    private final String flow;
    private final Map<CheckpointKey.Group, GroupOffset> offsets = new HashMap<>();
    private Optional<PassReport> lastPass = Optional.empty();

    public GroupEntries(String flow) {
        this.flow = flow;
    }

    /**
     * Takes an entry in. Passed over are those of other flows and things, those of unknown versions, and what is no checkpoint at all: whoever reads
     * the topic for its own sake tells of that.
     *
     * @param key may be null
     * @param value null for a tombstone
     */
    public void take(byte[] key, byte[] value) {
        try {
            Optional<CheckpointKey> decoded = key == null ? Optional.empty() : CheckpointFormat.decodeKey(key);
            decoded.filter(of -> of.flow().equals(flow)).ifPresent(of -> take(of, Optional.ofNullable(value)));
        } catch (IllegalArgumentException e) {
            return;
        }
    }

    private void take(CheckpointKey key, Optional<byte[]> value) {
        if (key instanceof CheckpointKey.Group group) {
            value.flatMap(GroupFormat::decodeOffset)
                    .ifPresentOrElse(offset -> offsets.put(group, offset), () -> offsets.remove(group));
        } else if (key instanceof CheckpointKey.GroupPass) {
            lastPass = value.flatMap(GroupFormat::decodePass);
        }
    }

    /** By group and source partition; a copy. */
    public Map<CheckpointKey.Group, GroupOffset> offsets() {
        return new HashMap<>(offsets);
    }

    /** Empty if there never was one. */
    public Optional<PassReport> lastPass() {
        return lastPass;
    }
}
