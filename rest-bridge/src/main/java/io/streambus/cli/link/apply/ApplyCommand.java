package io.streambus.cli.link.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.client.BridgeResponse;
import io.streambus.cli.client.RequestRefused;
import io.streambus.cli.command.ClientCommand;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.EndsWith;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.link.document.LinkFiles;
import io.streambus.cli.link.document.LinkFiles.Document;
import io.streambus.cli.link.document.NewLink;
import io.streambus.cli.link.lifecycle.LifeCycle;
import io.streambus.cli.link.lifecycle.Move;
import io.streambus.cli.output.Plain;
import io.streambus.cli.process.Surroundings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code streambus link apply}: creates what is missing and changes what differs. */
@Command(
        name = "apply",
        description = {
            "Creates links that are not there, changes those that differ from their document, and shows what changes."
                    + " Fields that a document leaves out stay as they are. Every document needs an id."
        },
        sortOptions = false)
@EndsWith({
    ExitCode.FAILED,
    ExitCode.NOT_FOUND,
    ExitCode.CONFLICT,
    ExitCode.NO_ANSWER,
    ExitCode.NOT_ALLOWED,
    ExitCode.UNAVAILABLE,
    ExitCode.NOT_RECONCILED
})
public final class ApplyCommand extends ClientCommand {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "JSON or YAML, one document or several, or - for standard input. May be given several times.")
    List<String> files;

    @Option(
            names = "--dry-run",
            description =
                    "Let the bridge check the documents and say what would be created or changed, and do nothing.")
    boolean dryRun;

    @Option(names = "--pause", description = "A link that runs cannot be changed: pause it, change it, resume it.")
    boolean pause;

    @Option(
            names = "--keep-secrets",
            description = "Leave the links' secrets as they are. Without this, a secret that a document holds itself"
                    + " counts as a change, for the bridge cannot compare it with what it has encrypted."
                    + " A reference it can.")
    boolean keepSecrets;

    ApplyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void run(BridgeClient bridge) throws InterruptedException {
        List<Document> documents = new LinkFiles(surroundings.input()).read(files);
        List<String> nameless = documents.stream()
                .filter(document -> document.id().isEmpty())
                .map(Document::place)
                .toList();
        if (!nameless.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "without the field id nobody can tell which link is meant: " + String.join(", ", nameless),
                    "give one, or use streambus link create");
        }
        requireEachOnce(documents);
        List<JsonNode> outcomes = new ArrayList<>();
        for (Document document : documents) {
            try {
                outcomes.add(apply(bridge, document));
            } catch (CommandFailure e) {
                failed(document.id(), e);
            }
        }
        if (!isTable()) {
            print(documents.size() == 1, outcomes);
        }
    }

    /** The second would undo what the first has changed, without a word. */
    private static void requireEachOnce(List<Document> documents) {
        Map<String, String> places = new HashMap<>();
        documents.forEach(document -> {
            String other = places.putIfAbsent(document.id(), document.place());
            if (other != null) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "the link " + document.id() + " is in two documents: " + other + " and " + document.place(),
                        "leave one of them out");
            }
        });
    }

    private JsonNode apply(BridgeClient bridge, Document document) throws InterruptedException {
        Optional<BridgeResponse> current = find(bridge, document.id());
        if (current.isEmpty()) {
            NewLink creation = new NewLink(bridge);
            if (dryRun) {
                JsonNode validation = creation.check(document);
                return outcome(document, "would be created, " + NewLink.topics(validation), List.of());
            }
            creation.create(document);
            return outcome(document, "created", List.of());
        }
        ObjectNode wanted =
                keepSecrets ? MaskedSecrets.kept(current.get().body(), document.content()) : document.content();
        JsonNode preview = preview(bridge, current.get(), document.id(), wanted);
        List<String> changes = PreviewText.changes(preview, wanted);
        if (changes.isEmpty()) {
            return outcome(document, "unchanged", changes);
        }
        if (dryRun) {
            boolean runs = !preview.path("needs").isNull();
            JsonNode outcome =
                    outcome(document, "would be changed" + (runs ? ", once it is paused or stopped" : ""), changes);
            if (isTable()) {
                print(indented(PreviewText.connectors(preview)));
            }
            return outcome;
        }
        change(bridge, current.get(), document.id(), wanted);
        return outcome(document, "changed", changes);
    }

    private static JsonNode preview(BridgeClient bridge, BridgeResponse current, String id, ObjectNode wanted)
            throws InterruptedException {
        String call = BridgeRequest.link(id) + "?dry_run=true";
        return NewLink.valid(bridge.send(BridgeRequest.put(call, wanted, current.entityTag()))
                .body());
    }

    private void change(BridgeClient bridge, BridgeResponse current, String id, ObjectNode wanted)
            throws InterruptedException {
        String status = current.body().path("status").asText();
        boolean failed = status.equals("failed");
        boolean runs = failed || status.equals("active") || status.equals("initializing");
        if (!runs || !pause) {
            try {
                bridge.send(BridgeRequest.put(BridgeRequest.link(id), wanted, current.entityTag()));
            } catch (RequestRefused e) {
                throw e.code().equals("INVALID_STATE") && !pause
                        ? e.withNext("streambus link apply --pause pauses it for the change")
                        : e;
            }
            return;
        }
        // What keeps failing cannot be paused.
        new LifeCycle(bridge, messages(), surroundings.messagesAreTerminal())
                .meanwhile(
                        id,
                        failed ? Move.STOP : Move.PAUSE,
                        failed ? Move.START : Move.RESUME,
                        () -> bridge.send(BridgeRequest.put(BridgeRequest.link(id), wanted, current.entityTag())));
    }

    private static Optional<BridgeResponse> find(BridgeClient bridge, String id) throws InterruptedException {
        try {
            return Optional.of(bridge.send(BridgeRequest.get(BridgeRequest.link(id))));
        } catch (RequestRefused e) {
            if (e.code().equals("LINK_NOT_FOUND")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private JsonNode outcome(Document document, String what, List<String> changes) {
        if (isTable()) {
            print(List.of(Plain.text(document.id() + ": " + what)));
            print(indented(changes));
        }
        ObjectNode outcome = JsonNodeFactory.instance
                .objectNode()
                .put("id", document.id())
                .put("outcome", what.replaceFirst(",.*", ""));
        changes.forEach(outcome.putArray("changes")::add);
        return outcome;
    }

    private static List<String> indented(List<String> lines) {
        return lines.stream().map(line -> "  " + Plain.text(line)).toList();
    }
}
