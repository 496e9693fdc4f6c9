package dcm.shell.completion;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.command.Session;
import java.util.Iterator;

/** Completion candidates for an image: the images that the user may use. */
public final class ImageCompletions implements Iterable<String> {
    private final Session session;

    public ImageCompletions(Session session) {
        this.session = session;
    }

    @Override
    public Iterator<String> iterator() {
        JsonNode images = session.api().get("/v1/images").expectDone();
        return images.path("items")
                .valueStream()
                .map(image -> image.path("ref").asText())
                .iterator();
    }
}
