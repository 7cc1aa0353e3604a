package io.streambus.bridge.lifecycle;

import io.streambus.bridge.document.FieldChange;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.plan.ConnectorChange;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.plan.FlowPlan.Connector;
import io.streambus.bridge.plan.LinkCompiler;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an update would come to.
 *
 * @param revision of the document that would be changed
 * @param faults for which it would be refused; empty if it is valid
 * @param changes none if the document itself is faulty
 * @param connectors all of the link, with what becomes of each; none if the document itself is faulty
 * @param needsRest whether the link has to be paused or stopped first
 */
public record LinkPreview(
        long revision,
        List<Fault> faults,
        List<FieldChange> changes,
        List<ConnectorChange> connectors,
        boolean needsRest) {
    public LinkPreview {
        faults = List.copyOf(faults);
        changes = List.copyOf(changes);
        connectors = List.copyOf(connectors);
    }

    /** Asks Connect to validate what changes, and for nothing else. */
    static LinkPreview of(LinkView view, Read<ReplicationLink> read, FlowConnectors flows) {
        if (read instanceof Read.Invalid<ReplicationLink> invalid) {
            return new LinkPreview(view.revision(), invalid.faults(), List.of(), List.of(), false);
        }
        ReplicationLink before = view.link();
        ReplicationLink after = ((Read.Valid<ReplicationLink>) read).value();
        boolean differs = !after.equals(before);
        List<Flow> flowsBefore = List.copyOf(view.flows().keySet());
        List<Flow> flowsAfter =
                Flow.of(after, flowsBefore.stream().map(Flow::id).toList());
        Map<String, String> locations = flows.locations(before, flowsBefore);
        Map<String, String> newLocations = flows.locations(after, flowsAfter);
        return new LinkPreview(
                view.revision(),
                differs ? refusals(after, flowsAfter, flows) : List.of(),
                FieldChange.between(before, after),
                ConnectorChange.between(
                        configs(before, flowsBefore),
                        configs(after, flowsAfter),
                        connector -> !locations.get(connector).equals(newLocations.get(connector))),
                differs && !view.allowedActions().contains(LinkAction.UPDATE));
    }

    private static List<Fault> refusals(ReplicationLink link, List<Flow> linkFlows, FlowConnectors flows) {
        try {
            flows.validate(link, linkFlows);
            return List.of();
        } catch (LinkException.Refused e) {
            return e.faults();
        } catch (LinkException.Conflicting e) {
            return e.faults();
        }
    }

    private static Map<String, Map<String, String>> configs(ReplicationLink link, List<Flow> flows) {
        return LinkCompiler.compile(link, flows).stream()
                .flatMap(plan -> plan.connectors().stream())
                .collect(Collectors.toMap(Connector::name, Connector::config));
    }
}
