package io.streambus.benchmark.stage;

import io.streambus.runtime.embedded.process.Parent;
import io.streambus.runtime.fault.FaultProxy;
import io.streambus.runtime.fault.LinkConditions;
import java.time.Duration;
import java.util.Optional;

/** The process of a line: its work is nobody's who is measured. Learns where it leads to by its standard input, for the broker has to know its port first. */
final class WanLine {

    private WanLine() {}

    /** @param args one way delay in ns, bytes per second, window in bytes */
    public static void main(String[] args) {
        Parent parent = Parent.ofThisProcess();
        try (FaultProxy proxy = FaultProxy.open()) {
            proxy.set(new LinkConditions(
                    Duration.ofNanos(Long.parseLong(args[0])), Long.parseLong(args[1]), Integer.parseInt(args[2])));
            parent.ready(proxy.address());
            for (Optional<String> line = parent.nextLine(); line.isPresent(); line = parent.nextLine()) {
                proxy.forwardTo(line.get());
            }
        }
    }
}
