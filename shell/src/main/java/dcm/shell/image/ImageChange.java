package dcm.shell.image;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ApiClient;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.RequestRunner;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.ImageDocument;
import dcm.shell.document.IntentDocument;
import dcm.shell.screen.PlainText;
import dcm.shell.screen.ProgressDisplay;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Base class of commands that create or change an image and print the result. */
abstract class ImageChange extends ShellCommand {
    /** The media type of an archive. */
    static final String ARCHIVE = "application/x-tar";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,199}");

    ImageChange(Session session) {
        super(session);
    }

    /** Sends the request and prints the resulting image. */
    final void make(String subject, String made, Supplier<ApiResponse> request) {
        Document<IntentDocument> intent = done(subject, request);
        PageDocument images = RequestRunner.afterSuccess(
                () -> api().get("/v1/images" + intent.fields().after()).read(PageDocument.class));
        JsonNode image = images.items().stream()
                .filter(one -> Documents.read(one, ImageDocument.class).ref().equals(made))
                .findFirst()
                .orElse(intent.json());
        if (json()) {
            screen().json(image);
        } else {
            screen().line(made);
        }
    }

    private Document<IntentDocument> done(String subject, Supplier<ApiResponse> request) {
        try (var progress = new ProgressDisplay(screen())) {
            return new RequestRunner(api(), progress).done(subject, request);
        }
    }

    static String address(String image) {
        if (!NAME.matcher(image).matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "Invalid image name '%s'. Use NAME:TAG.".formatted(PlainText.line(image)));
        }
        return "/v1/images/" + ApiClient.encoded(image);
    }

    /** The image name with its tag, {@code latest} by default. */
    static String tagged(String image) {
        return image.contains(":") ? image : image + ":latest";
    }
}
