package dcm.shell.image;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.TextTable;
import dcm.shell.screen.Times;
import java.time.Instant;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(name = "images", description = "List the base images and your own images.")
public final class ImagesCommand extends ShellCommand {
    ImagesCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        JsonNode images = api().get("/v1/images").expectDone();
        if (json()) {
            screen().json(images.path("items"));
            return ExitCode.DONE;
        }
        Instant now = Instant.now();
        var table = new TextTable("IMAGE", "FROM", "SIZE", "OWN SIZE", "CREATED", "USED BY", "MESSAGE");
        for (JsonNode image : images.path("items")) {
            table.row(
                    image.path("ref").asText(),
                    image.path("base").asBoolean()
                            ? "administrators"
                            : image.path("fromImage").path("name").asText("-"),
                    size(image, "sizeBytes"),
                    size(image, "ownBytes"),
                    image.has("createdAt") ? Times.since(image.path("createdAt").asText(), now) + " ago" : "-",
                    image.path("usedBy")
                            .valueStream()
                            .map(user -> user.path("name").asText())
                            .collect(Collectors.joining(" ")),
                    image.path("message").asText());
        }
        table.print(screen());
        for (JsonNode image : images.path("items")) {
            if (image.has("warning")) {
                screen().aside(image.path("ref").asText() + ": "
                        + image.path("warning").asText());
            }
        }
        return ExitCode.DONE;
    }

    private static String size(JsonNode image, String field) {
        return image.has(field) ? Times.size(image.path(field).asLong()) : "-";
    }
}
