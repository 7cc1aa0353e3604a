package io.streambus.connect.checkpoint;

import java.util.List;

class RecordedEntriesTest extends EntryWriterContract {

    private final RecordedEntries entries = new RecordedEntries();

    RecordedEntriesTest() {
        entries.acknowledges = false;
    }

    @Override
    EntryWriter writer() {
        return entries;
    }

    @Override
    void takes() {
        entries.acknowledge();
    }

    @Override
    void refuses(RuntimeException why) {
        entries.fail(why);
    }

    @Override
    List<CheckpointKey> seen() {
        return entries.writes.stream().flatMap(write -> write.keys().stream()).toList();
    }
}
