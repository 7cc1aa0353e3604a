package io.streambus.cli.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.command.ClientCommand;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.EndsWith;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.link.document.LinkFiles;
import io.streambus.cli.link.document.LinkFiles.Document;
import io.streambus.cli.link.document.NewLink;
import io.streambus.cli.output.Plain;
import io.streambus.cli.process.Surroundings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code streambus link create}. */
@Command(
        name = "create",
        description = "Creates links from documents. A new link is stopped: streambus link start starts it.",
        sortOptions = false)
@EndsWith({ExitCode.FAILED, ExitCode.CONFLICT, ExitCode.NO_ANSWER, ExitCode.NOT_ALLOWED, ExitCode.UNAVAILABLE})
final class CreateCommand extends ClientCommand {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "JSON or YAML, one document or several, or - for standard input. May be given several times.")
    List<String> files;

    @Option(names = "--dry-run", description = "Let the bridge check the documents, and create nothing.")
    boolean dryRun;

    CreateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void run(BridgeClient bridge) throws InterruptedException {
        List<Document> documents = new LinkFiles(surroundings.input()).read(files);
        NewLink creation = new NewLink(bridge);
        List<JsonNode> bodies = new ArrayList<>();
        for (Document document : documents) {
            try {
                JsonNode body = dryRun ? creation.check(document) : creation.create(document);
                bodies.add(body);
                if (isTable()) {
                    print(List.of(Plain.text(
                            dryRun
                                    ? document.name() + ": valid, " + NewLink.topics(body)
                                    : body.path("id").asText() + ": created, "
                                            + body.path("status").asText())));
                }
            } catch (CommandFailure e) {
                failed(document.name(), e);
            }
        }
        if (!isTable()) {
            print(documents.size() == 1, bodies);
        }
    }
}
