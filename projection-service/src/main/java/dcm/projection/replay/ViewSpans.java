package dcm.projection.replay;

import dcm.contract.envelope.Envelope;
import dcm.trace.SpanAttribute;
import dcm.trace.TraceSpan;
import dcm.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The spans of the records of a batch, from their projection to the commit of the views. Records that are read again for a rebuild, or were
 * written while this service did not run, have none. Not thread-safe.
 */
final class ViewSpans {
    private final Tracing tracing;
    private final List<TraceSpan> batch = new ArrayList<>();
    private boolean live;

    ViewSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    /** @param live whether the next records have just been written */
    void setLive(boolean live) {
        this.live = live;
    }

    /** Starts the span of a record. */
    void project(Envelope record, String type) {
        if (live && record.trace().isSampled()) {
            batch.add(tracing.child(record.trace(), "project " + type, SpanKind.CONSUMER)
                    .intentOf(record)
                    .set(SpanAttribute.TYPE, type));
        }
    }

    /** The views are committed. */
    void committed() {
        batch.forEach(TraceSpan::close);
        batch.clear();
    }

    /** The batch failed, and is repeated. */
    void reset() {
        batch.clear();
    }
}
