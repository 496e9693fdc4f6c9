package dcm.shell.image;

import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.document.IntentDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = "Create an image from an archive on the standard input, in the format of docker save. DCM tests"
                + " logins in a container of the image first.",
        footer = {
            "",
            "Example, on your machine: docker save lab/tools | ssh -p 2222 alice@dcm.example image import tools:1",
            "",
            "For the requirements, see docs/base-images.md."
        })
public final class ImportCommand extends ImageChange {
    private static final int ACCEPTED = 202;

    @Parameters(paramLabel = "NAME[:TAG]", description = "The name of the image, which only you can use.")
    private String image = "";

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "A note of one line.")
    private @Nullable String message;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    private @Nullable Thread upload;

    ImportCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (dryRun.isGiven()) {
            return dryRun(request());
        }
        if (session().input().isTerminal()) {
            throw new CommandFailure(ExitCode.USAGE, "Redirect the input from the archive: image import NAME < FILE.");
        }
        if (!session().input().isLocal() && screen().terminal()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "Pipe the archive in from your machine: ssh … image import NAME < FILE.");
        }
        try {
            make(image, tagged(image), this::start);
            return ExitCode.DONE;
        } finally {
            if (upload != null) {
                upload.interrupt();
            }
        }
    }

    private ApiResponse request() {
        String[] parts = image.split(":", 2);
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("name", parts[0]);
        if (parts.length > 1) {
            request.put("tag", parts[1]);
        }
        if (message != null) {
            request.put("message", message);
        }
        return api().post(dryRun.on("/v1/images/imports"), request);
    }

    /** Requests the import and, if it is accepted, starts the upload. The host reports what is wrong with the archive. */
    private ApiResponse start() {
        ApiResponse answer = request();
        if (answer.status() == ACCEPTED) {
            String intent = answer.document(IntentDocument.class).fields().intent();
            upload = Thread.ofVirtual().name("upload").start(() -> upload(intent));
        }
        return answer;
    }

    private void upload(String intent) {
        try {
            api().upload("/v1/uploads/" + intent, session().input().stream(), ARCHIVE);
        } catch (RuntimeException e) {
            // The import fails, and its outcome names the reason.
        }
    }
}
