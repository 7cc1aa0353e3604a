package io.streambus.connect.group;

import io.streambus.connect.checkpoint.group.GroupKind;
import java.util.Map;

class FakeGroupClusterTest extends GroupClusterContract {

    private final FakeGroupCluster cluster = new FakeGroupCluster("east");
    private int names;

    @Override
    protected GroupCluster cluster() {
        return cluster;
    }

    @Override
    protected String newGroup() {
        return "group-" + names++;
    }

    @Override
    protected AutoCloseable join(String group, GroupKind kind) {
        cluster.put(group, kind, Map.of());
        cluster.joined(group, true);
        return () -> cluster.joined(group, false);
    }
}
