package dcm.projection.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.OwnerName;
import dcm.projection.replay.ViewProgress;
import dcm.projection.rest.IntentView.Step;
import dcm.rest.stream.StreamedResponse.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The steps of an intent, each as soon as it is in the view. Ends when the intent has ended. */
final class StepsSource implements Source {
    private static final Duration LOOK_UP = Duration.ofMinutes(1);

    private final ViewProgress progress;
    private final OwnerName owner;
    private final Supplier<IntentView> view;
    private final ObjectMapper json;

    private long sent;
    private volatile boolean closed;

    /** @param view reads the intent; called in a new transaction */
    StepsSource(ViewProgress progress, OwnerName owner, Supplier<IntentView> view, ObjectMapper json) {
        this.progress = progress;
        this.owner = owner;
        this.view = view;
        this.json = json;
    }

    @Override
    public Optional<byte[]> next() throws IOException {
        while (!closed) {
            IntentView now = progress.await(
                    owner,
                    view,
                    seen -> closed || seen.endedAt() != null || untold(seen).isPresent(),
                    LOOK_UP);
            Optional<Step> step = untold(now);
            if (step.isPresent()) {
                sent = step.get().sequence();
                return Optional.of(json.writeValueAsBytes(step.get()));
            }
            if (now.endedAt() != null) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<Step> untold(IntentView seen) {
        return seen.steps().stream().filter(step -> step.sequence() > sent).findFirst();
    }

    @Override
    public void close() {
        closed = true;
    }
}
