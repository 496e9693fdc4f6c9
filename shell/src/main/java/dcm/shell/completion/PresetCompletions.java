package dcm.shell.completion;

import dcm.shell.command.Session;
import dcm.shell.document.PresetDocument;
import java.util.Iterator;

/** Completion candidates for a preset: the presets that the user may use. */
public final class PresetCompletions implements Iterable<String> {
    private final Session session;

    public PresetCompletions(Session session) {
        this.session = session;
    }

    @Override
    public Iterator<String> iterator() {
        return session.api().get("/v1/presets").items(PresetDocument.class).stream()
                .map(PresetDocument::name)
                .iterator();
    }
}
