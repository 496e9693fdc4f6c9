package dcm.auditor.log;

import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.Event;
import dcm.contract.event.ImageCreated;
import dcm.contract.event.IntentFailure;
import dcm.contract.event.IntentRejected;
import dcm.contract.problem.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * An event that ends an intent.
 *
 * @param rejection whether admission rejected the intent
 * @param code why it was rejected or failed; null if it was carried out
 * @param container that the event is about
 * @param ssh {@code address:port}
 */
public record RecordedOutcome(
        boolean rejection,
        @Nullable ErrorCode code,
        @Nullable String container,
        @Nullable String ssh,
        @Nullable String imageDigest) {

    static RecordedOutcome of(Event event) {
        return new RecordedOutcome(
                event instanceof IntentRejected,
                event instanceof IntentFailure failure ? failure.code() : null,
                event instanceof ContainerEvent about ? about.container().value() : null,
                event instanceof ContainerStarted started
                        ? started.ssh().address() + ":" + started.ssh().port().value()
                        : null,
                event instanceof ImageCreated created ? created.digest().value() : null);
    }
}
