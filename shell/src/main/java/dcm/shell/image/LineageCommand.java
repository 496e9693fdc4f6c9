package dcm.shell.image;

import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ImageCompletions;
import dcm.shell.document.LineageDocument;
import dcm.shell.document.LineageDocument.Ancestor;
import dcm.shell.screen.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "lineage",
        description =
                "Show the origin of an image: the containers and images from which it was made, back to a base image.",
        footer = {"", "Example: lineage tools:2"})
public final class LineageCommand extends ShellCommand {
    @Parameters(
            paramLabel = "IMAGE",
            completionCandidates = ImageCompletions.class,
            description = "NAME:TAG. NAME is enough if it has only one tag.")
    private String image = "";

    LineageCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Document<LineageDocument> lineage =
                api().get(ImageChange.address(image) + "/lineage").document(LineageDocument.class);
        if (json()) {
            screen().json(lineage.json());
            return ExitCode.DONE;
        }
        var table = new TextTable("KIND", "NAME", "CREATED", "REMOVED", "ID");
        for (Ancestor ancestor : lineage.fields().items()) {
            table.row(
                    ancestor.kind().equals("base") ? "base image" : ancestor.kind(),
                    ancestor.name(),
                    TextTable.orDash(ancestor.createdAt()),
                    TextTable.orDash(ancestor.removedAt()),
                    ancestor.id());
        }
        table.print(screen());
        return ExitCode.DONE;
    }
}
