package dcm.shell.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.command.RequestRunner;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ImageCompletions;
import dcm.shell.document.PushLineDocument;
import dcm.shell.screen.ProgressDisplay;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "push",
        description = "Push one of your images to a registry, and print the digest of its manifest.",
        footer = {
            "",
            "Example, on your machine: ssh -p 2222 alice@dcm.example image push tools:1"
                    + " registry.example/alice/tools:1 --username alice --password-stdin < token",
            "",
            "'registry ls' lists the permitted registries."
        })
public final class PushCommand extends ShellCommand {
    private static final JsonMapper JSON = new JsonMapper();

    @Parameters(
            index = "0",
            paramLabel = "IMAGE",
            completionCandidates = ImageCompletions.class,
            description = "NAME:TAG. NAME is enough if it has only one tag.")
    private String image = "";

    @Parameters(
            index = "1",
            paramLabel = "REFERENCE",
            description = "The name in the registry: HOST[:PORT]/PATH[:TAG].")
    private String reference = "";

    @Mixin
    private RegistryLogin login = new RegistryLogin();

    PushCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Map<String, Object> request = new LinkedHashMap<>(login.read(session()));
        request.put("image", image);
        request.put("to", reference);
        JsonNode pushed;
        try (var progress = new ProgressDisplay(screen());
                InputStream answer = api().openPost("/v1/pushes", request, "application/x-ndjson");
                MappingIterator<JsonNode> steps = JSON.readerFor(JsonNode.class).readValues(answer)) {
            pushed = result(steps, progress);
        } catch (IOException e) {
            throw CommandInterruptedException.or(unknown(), e);
        }
        result(pushed, "%s", Documents.read(pushed, PushLineDocument.class).digest());
        return ExitCode.DONE;
    }

    private JsonNode result(MappingIterator<JsonNode> steps, ProgressDisplay progress) throws IOException {
        while (steps.hasNextValue()) {
            JsonNode json = steps.nextValue();
            PushLineDocument document = Documents.read(json, PushLineDocument.class);
            if (document.problem().isObject()) {
                throw RequestRunner.failure("failed", document.problem());
            }
            if (!document.digest().isEmpty()) {
                return json;
            }
            progress.amount(image, image + ": " + document.step());
        }
        throw unknown();
    }

    private static CommandFailure unknown() {
        return new CommandFailure(
                ExitCode.UNKNOWN, "The connection was lost. Push the image again to be sure that the registry has it.");
    }
}
