package dcm.shell.image;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ImageCompletions;
import java.io.IOException;
import java.io.InputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = "Write one of your images to the standard output, in the format of docker save.",
        footer = {
            "",
            "Example, on your machine: ssh -p 2222 alice@dcm.example image export tools:1 > tools.tar",
            "                          docker load < tools.tar",
            "",
            "If the exit code is not 0, the file is incomplete."
        })
public final class ExportCommand extends ShellCommand {
    @Parameters(
            paramLabel = "IMAGE",
            completionCandidates = ImageCompletions.class,
            description = "NAME:TAG. NAME is enough if it has only one tag.")
    private String image = "";

    ExportCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (json()) {
            throw new CommandFailure(ExitCode.USAGE, "An archive is not JSON. Run the command without --json.");
        }
        if (screen().terminal()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "An archive is not text. Redirect the output to a file: image export NAME > FILE.");
        }
        try (InputStream archive = api().open(ImageChange.address(image) + "/archive", ImageChange.ARCHIVE)) {
            archive.transferTo(session().output());
            session().output().flush();
            return ExitCode.DONE;
        } catch (IOException e) {
            throw CommandInterruptedException.or(
                    new CommandFailure(ExitCode.FAILED, "The export ended early. The archive is incomplete."), e);
        }
    }
}
