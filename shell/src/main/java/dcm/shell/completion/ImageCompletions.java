package dcm.shell.completion;

import dcm.shell.command.Session;
import dcm.shell.document.ImageDocument;
import java.util.Iterator;

/** Completion candidates for an image: the images that the user may use. */
public final class ImageCompletions implements Iterable<String> {
    private final Session session;

    public ImageCompletions(Session session) {
        this.session = session;
    }

    @Override
    public Iterator<String> iterator() {
        return session.api().get("/v1/images").items(ImageDocument.class).stream()
                .filter(image -> !image.isUntagged())
                .map(ImageDocument::ref)
                .iterator();
    }
}
