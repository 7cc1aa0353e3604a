package io.streambus.bridge.lifecycle;

import io.streambus.bridge.document.Fault;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.Wish;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.plan.FlowPlan;
import io.streambus.bridge.plan.LinkCompiler;
import io.streambus.runtime.ConfigValidation;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.InitialState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls on Connect that links come down to, each safe to repeat. Every method throws {@link ConnectRuntimeException} when Connect does not
 * play along. Thread-safe if the runtime is.
 */
final class FlowRunner {

    private static final Logger LOG = LoggerFactory.getLogger(FlowRunner.class);

    private final ConnectRuntime runtime;
    private final FlowProgress progress;
    private final FirstLook firstLook;

    FlowRunner(ConnectRuntime runtime, FlowProgress progress, FirstLook firstLook) {
        this.runtime = runtime;
        this.progress = progress;
        this.firstLook = firstLook;
    }

    FlowProgress progress() {
        return progress;
    }

    /** @throws LinkException.Refused with all that the plugin has against the configurations */
    void validate(ReplicationLink link) {
        List<Fault> faults = new ArrayList<>();
        for (FlowPlan plan : LinkCompiler.compile(link)) {
            Map<String, String> config = new HashMap<>(plan.config());
            config.put("name", plan.flow().connector());
            try {
                runtime.validate(config).faults().forEach(fault -> faults.add(fault(plan.flow(), fault)));
            } catch (ConnectRuntimeException.InvalidConfig e) {
                faults.add(new Fault("", e.getMessage()));
            }
        }
        if (!faults.isEmpty()) {
            throw new LinkException.Refused(
                    "Connect " + runtime.name() + " refuses what link " + link.id() + " compiles to", faults);
        }
    }

    private static Fault fault(Flow flow, ConfigValidation.Fault fault) {
        return new Fault("", "setting " + fault.key() + " of connector " + flow.connector() + ": " + fault.message());
    }

    /** @throws LinkException.Exists if a connector that the link needs is there and not the link's own */
    void requireFree(ReplicationLink link) {
        Set<String> taken = runtime.connectors();
        String found = Flow.of(link).stream()
                .map(Flow::connector)
                .filter(taken::contains)
                .collect(Collectors.joining(", "));
        if (!found.isEmpty()) {
            throw new LinkException.Exists("Connect " + runtime.name() + " has connectors named " + found
                    + " already, which link " + link.id() + " would need; delete them there or choose another id");
        }
    }

    void create(ReplicationLink link) {
        for (FlowPlan plan : LinkCompiler.compile(link)) {
            runtime.create(plan.flow().connector(), plan.config(), InitialState.STOPPED);
        }
    }

    void configure(ReplicationLink link) {
        for (FlowPlan plan : LinkCompiler.compile(link)) {
            runtime.putConfig(plan.flow().connector(), plan.config());
        }
    }

    FlowState state(Flow flow) {
        try {
            return FlowState.of(firstLook.take(flow.connector()).orElseGet(() -> runtime.status(flow.connector())));
        } catch (ConnectRuntimeException.NotFound e) {
            return new FlowState.Missing();
        }
    }

    /** Creates again what somebody deleted behind the bridge's back; Connect has kept its offsets. */
    void recreate(ReplicationLink link, Flow flow) {
        LOG.warn(
                "Link {}: connector {} has vanished from Connect {} and is created again.",
                link.id(),
                flow.connector(),
                runtime.name());
        LinkCompiler.compile(link).stream()
                .filter(plan -> plan.flow().equals(flow))
                .forEach(plan -> runtime.create(flow.connector(), plan.config(), InitialState.STOPPED));
    }

    void ask(Wish wish, Flow flow) {
        switch (wish) {
            case RUNNING -> runtime.resume(flow.connector());
            case PAUSED -> runtime.pause(flow.connector());
            default -> runtime.stop(flow.connector());
        }
    }

    void restartFailed(Flow flow) {
        runtime.restartFailed(flow.connector());
    }

    /** Leaves nothing of the link's connectors; what is gone already is fine. */
    void delete(ReplicationLink link) {
        for (Flow flow : Flow.of(link)) {
            try {
                runtime.deleteOffsets(flow.connector());
                runtime.delete(flow.connector());
            } catch (ConnectRuntimeException.NotFound e) {
                LOG.debug("Link {}: connector {} is gone already.", link.id(), flow.connector());
            } catch (ConnectRuntimeException.Conflict e) {
                // Offsets go only while it is stopped: somebody resumed it, or it was never stopped to the end.
                runtime.stop(flow.connector());
                throw e;
            }
        }
    }

    void eraseCheckpoints(ReplicationLink link) {
        Flow.of(link).forEach(progress::erase);
    }
}
