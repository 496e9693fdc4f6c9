package dcm.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.OwnerName;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TracingTest {
    private static final String INTENT = "01a2b3c4-0000-7000-8000-000000000001";
    private static final AggregateId OWNER = AggregateId.of(new OwnerName("alice"));
    private static final TraceParent RECORDED =
            new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    private static final TraceParent NOT_RECORDED =
            new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");

    private final InMemorySpanExporter collector = InMemorySpanExporter.create();
    private final Tracing tracing = tracing(1);

    private Tracing tracing(double sampled) {
        return Tracing.of(SimpleSpanProcessor.create(collector), "test", sampled);
    }

    @Test
    void spanContinuesTheTraceOfARecord() {
        TraceSpan span = tracing.child(RECORDED, "decide", SpanKind.CONSUMER);
        span.child("report", SpanKind.PRODUCER).close();
        span.close();

        assertThat(collector.getFinishedSpanItems())
                .extracting(SpanData::getName)
                .containsExactly("report", "decide");
        SpanData report = collector.getFinishedSpanItems().get(0);
        SpanData decide = collector.getFinishedSpanItems().get(1);
        assertThat(decide.getTraceId()).isEqualTo(RECORDED.traceId());
        assertThat(decide.getParentSpanId()).isEqualTo(RECORDED.spanId());
        assertThat(report.getParentSpanId()).isEqualTo(decide.getSpanId());
        assertThat(span.context()).isEqualTo(TraceParent.of(RECORDED.traceId(), decide.getSpanId(), true));
    }

    @Test
    void recordOfATraceThatIsNotRecordedHasNoSpan() {
        TraceSpan span = tracing.child(NOT_RECORDED, "decide", SpanKind.CONSUMER);
        span.close();

        assertThat(collector.getFinishedSpanItems()).isEmpty();
        assertThat(span.context().traceId()).isEqualTo(NOT_RECORDED.traceId());
        assertThat(span.context().isSampled()).isFalse();
    }

    @Test
    void shareOfNewTracesIsRecorded() {
        tracing(0).root("request", SpanKind.SERVER).close();
        tracing(0).child(RECORDED, "decide", SpanKind.CONSUMER).close();

        assertThat(collector.getFinishedSpanItems())
                .extracting(SpanData::getName)
                .containsExactly("decide");
    }

    @Test
    void spanThatIsNotClosedIsNotSent() {
        tracing.root("decide", SpanKind.INTERNAL);

        assertThat(collector.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void intentIsThatOfTheRecordOrOfItsChain() {
        Envelope intent = record(INTENT);
        Envelope event = intent.next("owner/alice:1", "admission", OWNER, Instant.EPOCH, Actor.ADMISSION);
        tracing.child(RECORDED, "decide", SpanKind.CONSUMER).intentOf(intent).close();
        tracing.child(RECORDED, "project", SpanKind.CONSUMER).intentOf(event).close();

        assertThat(collector.getFinishedSpanItems())
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("dcm.intent.id")))
                .containsExactly(INTENT, INTENT);
    }

    @Test
    void chainThatADeadlineBeganDoesNotNameTheAccount() {
        tracing.child(RECORDED, "decide", SpanKind.CONSUMER)
                .intentOf(record("owner/alice:deadline:4f2a:3"))
                .close();

        assertThat(collector.getFinishedSpanItems().getFirst().getAttributes().isEmpty())
                .isTrue();
    }

    private static Envelope record(String id) {
        return Envelope.first(id, "test", OWNER, Instant.EPOCH, Actor.ADMISSION, RECORDED);
    }

    @Test
    void failureHasNoMessage() {
        TraceSpan span = tracing.root("request", SpanKind.SERVER);
        span.fail(new IllegalStateException("the account alice"));
        span.close();

        SpanData failed = collector.getFinishedSpanItems().getFirst();
        assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(failed.getEvents()).isEmpty();
        assertThat(failed.getAttributes().asMap().values()).containsExactly("java.lang.IllegalStateException");
    }

    @Test
    void currentSpanIsThatOfTheWork() {
        TraceSpan span = tracing.root("request", SpanKind.SERVER);

        span.run(() -> assertThat(TraceSpan.current()).contains(span));

        assertThat(TraceSpan.current()).isEmpty();
    }

    @Test
    void endpointWithAPasswordIsRefusedWithoutIt() {
        assertThatThrownBy(() -> Tracing.to(URI.create("http://alice:secret@127.0.0.1:4318"), "test", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DCM_OTLP_ENDPOINT")
                .hasMessageNotContaining("secret");
    }

    @Test
    void withoutACollectorTheContextIsPassedOn() {
        Tracing off = Tracing.off();

        assertThat(off.child(RECORDED, "decide", SpanKind.CONSUMER).context()).isEqualTo(RECORDED);
        assertThat(off.root("request", SpanKind.SERVER).context().isSampled()).isFalse();
    }
}
