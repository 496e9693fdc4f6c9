package dcm.shell.image;

import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.ImageDocument;
import dcm.shell.document.ImageDocument.Origin;
import dcm.shell.document.ImageDocument.UsingContainer;
import dcm.shell.screen.TextTable;
import dcm.shell.screen.Times;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
        name = "images",
        description = "List the base images and your own images.",
        footer = {
            "",
            "An image shown as <none> was replaced, flattened or removed, and a container still uses it or its host has not"
                    + " deleted it yet."
        })
public final class ImagesCommand extends ShellCommand {
    ImagesCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        PageDocument page = api().get("/v1/images").read(PageDocument.class);
        if (json()) {
            screen().json(page.items());
            return ExitCode.DONE;
        }
        List<ImageDocument> images = page.read(ImageDocument.class);
        Instant now = Instant.now();
        var table = new TextTable("IMAGE", "FROM", "SIZE", "OWN SIZE", "CREATED", "USED BY", "MESSAGE");
        for (ImageDocument image : images) {
            table.row(
                    image.isUntagged() ? "<none> (was %s:%s)".formatted(image.name(), image.tag()) : image.ref(),
                    image.base() ? "administrators" : origin(image.fromImage()),
                    size(image.sizeBytes()),
                    size(image.ownBytes()),
                    image.createdAt().isEmpty() ? "-" : Times.since(image.createdAt(), now) + " ago",
                    image.usedBy().stream().map(UsingContainer::name).collect(Collectors.joining(" ")),
                    image.message());
        }
        table.print(screen());
        for (ImageDocument image : images) {
            if (!image.warning().isEmpty() && !image.isUntagged()) {
                screen().printError(image.ref() + ": " + image.warning());
            }
        }
        if (images.stream().anyMatch(ImageDocument::isUntagged)) {
            screen().printError(
                            "Images <none> have lost their name and count against your quota. DCM deletes each of them"
                                    + " when no container uses it.");
        }
        return ExitCode.DONE;
    }

    private static String origin(@Nullable Origin from) {
        return from == null ? "-" : from.name();
    }

    private static String size(@Nullable Long bytes) {
        return bytes == null ? "-" : Times.size(bytes);
    }
}
