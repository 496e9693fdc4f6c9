package dcm.shell.image;

import dcm.shell.api.ApiResponse;
import dcm.shell.api.ExitCode;
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
        name = "pull",
        description = "Create an image from one in a registry. DCM tests logins in a container of the image first.",
        footer = {
            "",
            "Example, on your machine: ssh -p 2222 alice@dcm.example image pull registry.example/lab/tools:1"
                    + " --username alice --password-stdin < token",
            "",
            "'registry ls' lists the permitted registries. For the requirements, see docs/base-images.md."
        })
public final class PullCommand extends ImageChange {
    private static final int ACCEPTED = 202;

    @Parameters(
            index = "0",
            paramLabel = "REFERENCE",
            description = "HOST[:PORT]/PATH[:TAG] or HOST[:PORT]/PATH@sha256:DIGEST; the tag is 'latest' by default.")
    private String reference = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME[:TAG]",
            description = "The name of the image, which only you can use. If omitted, it is the name in the registry.")
    private @Nullable String image;

    @Mixin
    private RegistryLogin login = new RegistryLogin();

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "A note of one line.")
    private @Nullable String message;

    private @Nullable Thread sender;

    PullCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Map<String, Object> credentials = login.read(session());
        String name = image == null ? nameOf(reference) : image;
        try {
            make(name, tagged(name), () -> start(name, credentials));
            return ExitCode.DONE;
        } finally {
            if (sender != null) {
                sender.interrupt();
            }
        }
    }

    /** The last component of the path, with its tag. */
    static String nameOf(String reference) {
        String last = reference.substring(reference.lastIndexOf('/') + 1);
        return last.contains("@") ? last.substring(0, last.indexOf('@')) : last;
    }

    private ApiResponse start(String name, Map<String, Object> credentials) {
        String[] parts = name.split(":", 2);
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("name", parts[0]);
        if (parts.length > 1) {
            request.put("tag", parts[1]);
        }
        if (message != null) {
            request.put("message", message);
        }
        request.put("from", reference);
        ApiResponse answer = api().post("/v1/images/imports", request);
        if (answer.status() == ACCEPTED) {
            String intent = answer.document(IntentDocument.class).fields().intent();
            sender = Thread.ofVirtual().name("credentials").start(() -> send(intent, credentials));
        }
        return answer;
    }

    private void send(String intent, Map<String, Object> credentials) {
        try {
            api().put("/v1/uploads/" + intent + "/credentials", credentials);
        } catch (RuntimeException e) {
            // The import fails, and its outcome names the reason.
        }
    }
}
