package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.Event;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.identity.Settings;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.Intent;
import dcm.contract.topic.Topic;
import dcm.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The spans of decisions, and that they change no decision. */
class AdmissionTracesTest {
    private static final IntentId OPENING = TestInstallation.intent(1);
    private static final IntentId CREATING = TestInstallation.intent(2);
    private static final IntentId REPEATING = TestInstallation.intent(3);
    private static final AggregateId OWNER = AggregateId.of(TestInstallation.ALICE);
    private static final OpenAccount OPEN = OpenAccount.of(Profile.of("Alice", Role.USER), List.of());
    private static final CreateContainer CREATE = new CreateContainer(
            TestInstallation.DEBIAN.name(),
            new ContainerName("web"),
            null,
            null,
            List.of(),
            null,
            Settings.NONE,
            null,
            null);
    private static final TraceParent REQUEST =
            new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private final InMemorySpanExporter collector = InMemorySpanExporter.create();
    private final AdmissionDriver admission =
            driver(Tracing.of(SimpleSpanProcessor.create(collector), "command-service", 1));
    private final AdmissionDriver untraced = driver(Tracing.off());

    private static AdmissionDriver driver(Tracing tracing) {
        RegisteredHosts hosts = new RegisteredHosts();
        AdmissionDriver driver = new AdmissionDriver(hosts, ReportBacklog.NONE, tracing);
        hosts.update(TestInstallation.N1); // after the task has opened, which waits for heartbeats of known hosts
        return driver;
    }

    @AfterEach
    void stop() {
        admission.close();
        untraced.close();
    }

    @Test
    void decisionAndOrderContinueTheTraceOfTheIntent() {
        create(admission, REQUEST);

        SpanData decision = span("decide create-container");
        assertThat(decision.getTraceId()).isEqualTo(REQUEST.traceId());
        assertThat(decision.getParentSpanId()).isEqualTo(REQUEST.spanId());
        assertThat(text(decision, "dcm.intent.id")).isEqualTo(CREATING.value());
        TraceParent context = TraceParent.of(decision.getTraceId(), decision.getSpanId(), true);
        assertThat(admission.events().getLast().envelope().trace()).isEqualTo(context);
        assertThat(admission.messages(Topic.ORDERS, Families.ORDERS))
                .extracting(order -> order.message().envelope().trace())
                .containsExactly(context);
    }

    @Test
    void rejectionHasItsCode() {
        create(admission, REQUEST);
        collector.reset();

        ask(admission, REPEATING, CREATE, REQUEST);

        assertThat(text(span("decide create-container"), "dcm.error.code")).isEqualTo("name-taken");
    }

    @Test
    void intentThatIsReadAgainHasNoSpan() {
        create(admission, REQUEST);
        collector.reset();

        ask(admission, CREATING, CREATE, REQUEST);

        assertThat(collector.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void withoutARecordedTraceThereIsNoSpan() {
        create(admission, TraceParent.fresh());

        assertThat(collector.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void expiredOrderIsFoundByItsIntent() {
        create(admission, REQUEST);
        collector.reset();

        admission.advance(Duration.ofHours(2));

        SpanData expiry = span("decide deadline");
        assertThat(text(expiry, "dcm.intent.id")).isEqualTo(CREATING.value());
        assertThat(expiry.getTraceId()).isNotEqualTo(REQUEST.traceId());
    }

    @Test
    void tracesChangeNeitherDecisionsNorState() {
        create(admission, REQUEST);
        create(untraced, TraceParent.fresh());

        List<Message<Event>> traced = admission.events();
        List<Message<Event>> plain = untraced.events();
        assertThat(traced)
                .extracting(Message::payload)
                .isEqualTo(plain.stream().map(Message::payload).toList());
        assertThat(withoutTrace(traced)).isEqualTo(withoutTrace(plain));
        assertThat(state(traced)).usingRecursiveComparison().isEqualTo(state(plain));
    }

    private static List<Envelope> withoutTrace(List<Message<Event>> events) {
        return events.stream().map(event -> event.envelope().within(REQUEST)).toList();
    }

    /** What a rebuild makes of the events. */
    private static Map<String, byte[]> state(List<Message<Event>> events) {
        PartitionFold fold = new PartitionFold();
        events.forEach(fold::add);
        return fold.entries();
    }

    private static void create(AdmissionDriver driver, TraceParent trace) {
        ask(driver, OPENING, OPEN, trace);
        ask(driver, CREATING, CREATE, trace);
    }

    private static void ask(AdmissionDriver driver, IntentId id, Intent intent, TraceParent trace) {
        Envelope envelope = Envelope.first(
                id.value(), "test", OWNER, TestInstallation.NOW, Actor.account(TestInstallation.ALICE), trace);
        Encoded encoded = new Codec<>(Families.INTENTS).encode(new Message<>(envelope, intent));
        driver.pipe(Topic.INTENTS, encoded, OWNER);
    }

    private SpanData span(String name) {
        List<SpanData> found = collector.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
        assertThat(found).as("%s in %s", name, collector.getFinishedSpanItems()).hasSize(1);
        return found.getFirst();
    }

    private static String text(SpanData span, String attribute) {
        return span.getAttributes().get(AttributeKey.stringKey(attribute));
    }
}
