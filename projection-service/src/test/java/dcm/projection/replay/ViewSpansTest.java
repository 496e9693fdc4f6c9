package dcm.projection.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.OwnerName;
import dcm.trace.Tracing;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Instant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ViewSpansTest {
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-";

    private final InMemorySpanExporter collector = InMemorySpanExporter.create();
    private final ViewSpans spans = new ViewSpans(Tracing.of(SimpleSpanProcessor.create(collector), "test", 1));

    @Test
    void spanEndsWithTheCommit() {
        spans.setLive(true);
        spans.project(record("01"), "container-started");
        assertThat(collector.getFinishedSpanItems()).isEmpty();

        spans.committed();

        assertThat(collector.getFinishedSpanItems())
                .extracting(SpanData::getName)
                .containsExactly("project container-started");
    }

    @Test
    void batchThatIsRepeatedHasOneSpanForEachRecord() {
        spans.setLive(true);
        spans.project(record("01"), "container-started");
        spans.reset();
        spans.project(record("01"), "container-started");
        spans.committed();

        assertThat(collector.getFinishedSpanItems()).hasSize(1);
    }

    @Test
    void recordThatIsReadAgainHasNoSpan() {
        spans.setLive(false);
        spans.project(record("01"), "container-started");
        spans.committed();

        assertThat(collector.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void recordOfATraceThatIsNotRecordedHasNoSpan() {
        spans.setLive(true);
        spans.project(record("00"), "container-started");
        spans.committed();

        assertThat(collector.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void chainWithoutAnIntentHasNoIdInItsSpan() {
        spans.setLive(true);
        spans.project(record("owner/alice:deadline:4f2a:3", "01"), "order-failed");
        spans.committed();

        assertThat(collector.getFinishedSpanItems())
                .singleElement()
                .extracting(span -> span.getAttributes().asMap().values())
                .asInstanceOf(InstanceOfAssertFactories.collection(Object.class))
                .containsExactly("order-failed");
    }

    private static Envelope record(String flags) {
        return record("1", flags);
    }

    private static Envelope record(String id, String flags) {
        return Envelope.first(
                id,
                "admission",
                AggregateId.of(ALICE),
                Instant.EPOCH,
                Actor.account(ALICE),
                new TraceParent(TRACE + flags));
    }
}
