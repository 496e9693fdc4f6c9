package dcm.command.admission.stream;

import dcm.command.admission.owner.OwnerDecider;
import dcm.command.admission.owner.ReportDecider;
import dcm.contract.authentication.ReportSource;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.codec.Header;
import dcm.contract.codec.UnreadableRecordException;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Printable;
import dcm.contract.intent.CatalogIntent;
import dcm.contract.intent.HostIntent;
import dcm.contract.intent.Intent;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.intent.QuarantineIntent;
import dcm.contract.report.AccountReport;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.contract.report.HostAlive;
import dcm.contract.report.HostReported;
import dcm.contract.report.ImageAbsent;
import dcm.contract.report.Report;
import dcm.contract.topic.Topic;
import dcm.trace.SpanAttribute;
import dcm.trace.TraceSpan;
import dcm.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Decodes inputs, and passes each to what decides about its aggregate. Not thread-safe. */
final class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    /** In bytes, with headers. Parts of reports become parts of events, and the broker accepts no records above 1 MiB. */
    static final int MAX_REPORT = 256 * 1024;

    private final Codec<Intent> intents = new Codec<>(Families.INTENTS);
    private final Codec<Report> reports = new Codec<>(Families.REPORTS);
    private final AdmissionTask task;
    private final OwnerAdmission owners;
    private final HostAdmission hosts;
    private final CatalogAdmission catalog;
    private final Quarantine quarantine;
    private final DiscardedReports discards;
    private final EventWriter writer;
    private final AdmissionMetrics metrics;
    private final Tracing tracing;

    Intake(
            AdmissionTask task,
            OwnerAdmission owners,
            EventWriter writer,
            LivenessPublisher liveness,
            Quarantine quarantine,
            DiscardedReports discards,
            AdmissionMetrics metrics,
            Tracing tracing) {
        this.task = task;
        this.writer = writer;
        this.metrics = metrics;
        this.tracing = tracing;
        this.owners = owners;
        this.hosts = new HostAdmission(task, writer, liveness);
        this.catalog = new CatalogAdmission(task, writer);
        this.quarantine = quarantine;
        this.discards = discards;
    }

    /**
     * Processes one input. A report or heartbeat that its source has not written, or may not send, or that is too large, is discarded. It
     * is not put into quarantine, which a hostile worker could fill.
     *
     * @throws UnreadableRecordException if it cannot be decoded, or belongs to another partition
     */
    void take(@Nullable String key, Encoded encoded, LogPosition input) {
        if (input.topic().equals(Topic.INTENTS.topicName())) {
            Message<Intent> message = intents.decode(encoded);
            requirePlace(key, message.envelope().aggregate());
            decide(message, input);
        } else {
            Topic topic = isHeartbeat(input) ? Topic.HEARTBEATS : Topic.REPORTS;
            ReportSource source =
                    task.tables().verifier().source(topic, key, encoded).orElse(null);
            if (source == null) {
                discards.add(encoded.headers().get(Header.SOURCE), input, "it is not authenticated by its source");
                return;
            }
            if (encoded.size() > MAX_REPORT) { // the broker limits only its compressed size
                discards.add(source.value(), input, "it has " + encoded.size() + " bytes, more than " + MAX_REPORT);
                return;
            }
            Message<Report> message = reports.decode(encoded);
            requirePlace(key, message.envelope().aggregate());
            Optional<String> objection = placeObjection(topic, message.payload())
                    .or(() -> ReportOrigin.objection(source, message.envelope().aggregate(), message.payload()))
                    .or(() -> hosts.objection(source, message.envelope().aggregate(), message.payload()));
            if (objection.isPresent()) {
                discards.add(source.value(), input, objection.get());
            } else if (hosts.isUnverifiable(source, message.payload())) {
                // Not an alarm: the worker was faster than the heartbeat with the size of its filesystem.
                LOG.debugf("report ignored, because it cannot be checked: record=%s source=%s", input, source);
            } else {
                react(message, input);
            }
        }
    }

    /** Whether an input is from the topic of heartbeats. */
    static boolean isHeartbeat(LogPosition input) {
        return input.topic().equals(Topic.HEARTBEATS.topicName());
    }

    /** Reports would not be kept among the heartbeats, and heartbeats would be kept for weeks among the reports. */
    private static Optional<String> placeObjection(Topic topic, Report report) {
        return report instanceof HostAlive == (topic == Topic.HEARTBEATS)
                ? Optional.empty()
                : Optional.of("it does not belong into " + topic.topicName());
    }

    /** With another key, or in another partition, two tasks would decide about one aggregate and number its events twice. */
    private void requirePlace(@Nullable String key, AggregateId aggregate) {
        if (!aggregate.value().equals(key)) {
            throw new UnreadableRecordException(
                    "the key is " + Printable.quoted(String.valueOf(key)) + ", but the record is about " + aggregate);
        }
        if (!task.isHere(aggregate)) {
            throw new UnreadableRecordException("the record is in partition " + task.partition() + ", but " + aggregate
                    + " belongs to partition " + task.tables().partitions().applyAsInt(aggregate));
        }
    }

    private void decide(Message<Intent> message, LogPosition input) {
        Envelope cause = message.envelope();
        AggregateId aggregate = cause.aggregate();
        IntentId id = new IntentId(cause.id());
        trace(cause);
        if (task.state().isDecided(aggregate, id)) {
            LOG.debugf("intent skipped, it is already decided: intent=%s aggregate=%s", id, aggregate);
            return;
        }
        traced(
                Families.INTENTS.nameOf(message.payload()),
                cause,
                within -> writer.decide(message.payload(), () -> decide(message.payload(), id, within, input)));
    }

    private void decide(Intent asked, IntentId id, Envelope cause, LogPosition input) {
        switch (asked) {
            case OwnerIntent intent ->
                owners.decide(cause, input, owner -> OwnerDecider.decide(owner, id, intent, task.decisionContext()));
            case CatalogIntent intent -> catalog.decide(id, intent, cause, input);
            case HostIntent intent -> hosts.decide(id, intent, cause, input);
            case QuarantineIntent intent -> quarantine.decide(id, intent, cause, input, this::take);
        }
    }

    private void react(Message<Report> message, LogPosition input) {
        Envelope cause = message.envelope();
        trace(cause);
        traced(Families.REPORTS.nameOf(message.payload()), cause, within -> react(message.payload(), within, input));
    }

    private void react(Report reported, Envelope cause, LogPosition input) {
        switch (reported) {
            case HostReported report -> hosts.react(report, cause, input);
            case HostAlive heartbeat -> hosts.react(heartbeat, cause);
            case AccountReport report ->
                owners.decide(cause, input, owner -> ReportDecider.react(owner, report, task.decisionContext()));
            case ImageAbsent report -> owners.decide(cause, input, owner -> ReportDecider.react(owner, report));
            case ContainerReport report -> {
                if (report instanceof OrderOutcome outcome) {
                    Instant now = task.now();
                    task.onSuccess(() -> metrics.answered(outcome, now));
                }
                owners.decide(cause, input, owner -> ReportDecider.react(owner, report, task.decisionContext()));
            }
        }
    }

    /**
     * Processes an input in a span of its trace. A transaction that is aborted afterwards is repeated, with another span; an input that is
     * skipped or folded in a rebuild has none.
     */
    private void traced(String type, Envelope cause, Consumer<Envelope> processing) {
        try (TraceSpan span = tracing.child(cause.trace(), "decide " + type, SpanKind.CONSUMER)
                .intentOf(cause)
                .set(SpanAttribute.TYPE, type)) {
            span.run(() -> processing.accept(cause.within(span.context())));
        }
    }

    private static void trace(Envelope cause) {
        MDC.put("traceId", cause.trace().traceId());
    }
}
