package dcm.shell.image;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.Answer;
import dcm.shell.api.Api;
import dcm.shell.command.Asking;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.Progress;
import java.util.function.Supplier;

/** What changes images, and shows the image that comes of it. */
abstract class ImageChange extends ShellCommand {
    ImageChange(Session session) {
        super(session);
    }

    /** Asks for an image, and shows it. */
    final void make(String subject, String made, Supplier<Answer> request) {
        JsonNode intent;
        try (var progress = new Progress(screen())) {
            intent = new Asking(api(), progress).done(subject, request);
        }
        JsonNode images = api().get(
                        "/v1/images?after=" + intent.path("sequence").asText())
                .expectDone();
        JsonNode image = images.path("items")
                .valueStream()
                .filter(one -> one.path("ref").asText().equals(made))
                .findFirst()
                .orElse(intent);
        if (json()) {
            screen().json(image);
        } else {
            screen().line(image.path("ref").asText(made));
        }
    }

    static String address(String image) {
        return "/v1/images/" + Api.encoded(image);
    }

    /** With the tag that it has where none is named. */
    static String tagged(String image) {
        return image.contains(":") ? image : image + ":latest";
    }
}
