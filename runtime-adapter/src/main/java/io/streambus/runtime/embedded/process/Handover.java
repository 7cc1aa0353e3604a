package io.streambus.runtime.embedded.process;

import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.WorkerSpec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a specification gets to the child: through its standard input, because overrides may hold secrets, and a command line or a file
 * would show them. Both ends are of one build, so that the form carries no version.
 */
final class Handover {

    private static final byte CLUSTER = 'c';
    private static final byte WORKER = 'w';

    private Handover() {}

    static void write(ClusterSpec spec, DataOutputStream out) throws IOException {
        out.writeByte(CLUSTER);
        out.writeUTF(spec.clusterId());
        out.writeInt(spec.port());
        out.writeUTF(spec.dataDir().toAbsolutePath().toString());
        write(spec.overrides(), out);
    }

    static void write(WorkerSpec spec, DataOutputStream out) throws IOException {
        out.writeByte(WORKER);
        out.writeUTF(spec.bootstrapServers());
        out.writeInt(spec.restPort());
        out.writeInt(spec.pluginPath().size());
        for (Path entry : spec.pluginPath()) {
            out.writeUTF(entry.toAbsolutePath().toString());
        }
        write(spec.overrides(), out);
    }

    private static void write(Map<String, String> overrides, DataOutputStream out) throws IOException {
        out.writeInt(overrides.size());
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            out.writeUTF(override.getKey());
            out.writeUTF(override.getValue());
        }
    }

    /** @return a {@link ClusterSpec} or a {@link WorkerSpec} */
    static Record read(DataInputStream in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case CLUSTER -> new ClusterSpec(in.readUTF(), in.readInt(), Path.of(in.readUTF()), overrides(in));
            case WORKER -> new WorkerSpec(in.readUTF(), in.readInt(), paths(in), overrides(in));
            default -> throw new IOException("neither a cluster nor a worker: " + kind);
        };
    }

    private static List<Path> paths(DataInputStream in) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            paths.add(Path.of(in.readUTF()));
        }
        return paths;
    }

    private static Map<String, String> overrides(DataInputStream in) throws IOException {
        Map<String, String> overrides = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            overrides.put(in.readUTF(), in.readUTF());
        }
        return overrides;
    }
}
