package dcm.projection.replay;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.Event;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.identity.HostName;
import dcm.contract.intent.Intent;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.projection.audit.AuditProjection;
import dcm.projection.audit.AuditRow;
import dcm.projection.change.AffectedViews;
import dcm.projection.change.ChangedView;
import dcm.projection.container.ContainerProjection;
import dcm.projection.container.ContainerRow;
import dcm.projection.history.HistoryProjection;
import dcm.projection.home.HomeProjection;
import dcm.projection.image.ImageProjection;
import dcm.projection.intent.IntentMember;
import dcm.projection.intent.IntentProjection;
import dcm.projection.intent.IntentRow;
import dcm.projection.port.PortProjection;
import dcm.projection.port.PortRow;
import dcm.projection.quarantine.QuarantineProjection;
import dcm.projection.table.BatchRows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Projects batches of records into the views. It first decodes all records and reads the rows that they concern, then applies the records in
 * order, and writes the changed rows together. Not thread-safe.
 */
final class BatchProjection {
    private static final Logger LOG = Logger.getLogger(BatchProjection.class);

    private final Codec<Intent> intents = new Codec<>(Families.INTENTS);
    private final Codec<Event> events = new Codec<>(Families.EVENTS);
    private final BatchRows rows;
    private final ViewSpans spans;

    BatchProjection(BatchRows rows, ViewSpans spans) {
        this.rows = rows;
        this.spans = spans;
        rows.declare(AuditRow.class, "id");
        rows.declare(IntentRow.class, "id");
        rows.declare(IntentMember.class, "intent");
        rows.declare(ContainerRow.class, "id");
        rows.declare(PortRow.class, "container");
        rows.declare(OwnerPosition.class, "owner");
    }

    /** A record that was decoded: an intent, an event, or an intent that cannot be read. */
    private record Decoded(
            ConsumerRecord<?, ?> from,
            @Nullable Message<Intent> intent,
            @Nullable Message<Event> event,
            @Nullable RuntimeException failure) {}

    /**
     * Projects the records, in the current transaction. Returns the views that they have changed. Call {@link #committed()} after the commit,
     * otherwise {@link #reset()}.
     */
    Set<ChangedView> project(Iterable<ConsumerRecord<String, byte[]>> records) throws SQLException {
        List<Decoded> batch = new ArrayList<>();
        records.forEach(record -> batch.add(decode(record)));
        load(batch);
        Set<ChangedView> changed = new LinkedHashSet<>();
        batch.forEach(record -> changed.addAll(project(record)));
        rows.write();
        return changed;
    }

    /** Keeps the written rows in memory. */
    void committed() {
        rows.written();
        spans.committed();
    }

    /** Forgets everything after a failure. */
    void reset() {
        rows.forget();
        spans.reset();
    }

    /**
     * Skips intents that cannot be read, because one bad record must not stop the views of all owners. Admission
     * decides about it.
     */
    private Decoded decode(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(Topic.EVENTS.topicName())) {
            return new Decoded(record, null, KafkaRecords.message(events, storable(record)), null);
        }
        try {
            return new Decoded(record, KafkaRecords.message(intents, storable(record)), null, null);
        } catch (RuntimeException e) {
            return new Decoded(record, null, null, e);
        }
    }

    private static ConsumerRecord<String, byte[]> storable(ConsumerRecord<String, byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                StorableText.of(record.value()),
                record.headers(),
                record.leaderEpoch());
    }

    /** Reads the rows that the records concern. A row that is not named here is found nevertheless, with a query of its own. */
    private void load(Collection<Decoded> batch) {
        Set<String> requests = new LinkedHashSet<>();
        Set<String> containers = new LinkedHashSet<>();
        Set<String> ports = new LinkedHashSet<>();
        Set<String> owners = new LinkedHashSet<>();
        for (Decoded record : batch) {
            if (record.intent() != null) {
                requests.add(record.intent().envelope().id());
            } else if (record.event() != null) {
                Event event = record.event().payload();
                if (event.intent() != null) {
                    requests.add(event.intent().value());
                }
                if (event instanceof ContainerEvent about) {
                    containers.add(about.container().value());
                    if (PortProjection.concerns(about)) {
                        ports.add(about.container().value());
                    }
                }
                if (record.event().envelope().aggregate().isOwner()) {
                    owners.add(record.event().envelope().aggregate().owner().value());
                }
            }
        }
        rows.load(AuditRow.class, requests);
        rows.load(IntentRow.class, requests);
        rows.load(IntentMember.class, requestsOfSeveral(batch));
        rows.load(ContainerRow.class, containers);
        rows.load(PortRow.class, ports);
        rows.load(OwnerPosition.class, owners);
    }

    /** The intents that create several containers. */
    private Set<String> requestsOfSeveral(Collection<Decoded> batch) {
        Set<String> found = new LinkedHashSet<>();
        for (Decoded record : batch) {
            if (record.event() != null
                    && record.event().payload() instanceof ContainerEvent about
                    && about.intent() != null) {
                IntentRow row = rows.find(IntentRow.class, about.intent().value());
                if (row != null && row.batch != null
                        || about instanceof ContainerPlaced placed && placed.batch() != null) {
                    found.add(about.intent().value());
                }
            }
        }
        return found;
    }

    /** Returns the views that the record has changed. */
    private Set<ChangedView> project(Decoded record) {
        if (record.event() != null) {
            Message<Event> message = record.event();
            spans.project(message.envelope(), Families.EVENTS.nameOf(message.payload()));
            return traced(message.envelope(), () -> projectEvent(message));
        }
        if (record.intent() != null) {
            Message<Intent> message = record.intent();
            spans.project(message.envelope(), Families.INTENTS.nameOf(message.payload()));
            return traced(message.envelope(), () -> projectIntent(message));
        }
        String reason = String.valueOf(record.failure());
        LOG.errorf("unreadable intent skipped: record=%s reason=%s", KafkaRecords.position(record.from()), reason);
        QuarantineProjection.unread(
                KafkaRecords.position(record.from()),
                Instant.ofEpochMilli(record.from().timestamp()),
                reason);
        return Set.of();
    }

    private Set<ChangedView> projectIntent(Message<Intent> message) {
        AuditProjection.recorded(message, rows);
        String id = message.envelope().id();
        if (!message.envelope().aggregate().isOwner()) {
            return Set.of(ChangedView.audit(id));
        }
        IntentProjection.recorded(message, rows);
        return Set.of(
                ChangedView.audit(id),
                AffectedViews.ofIntent(message.envelope().aggregate().owner(), id));
    }

    private Set<ChangedView> projectEvent(Message<Event> message) {
        Set<ChangedView> changed = new LinkedHashSet<>();
        AuditProjection.apply(message, rows).ifPresent(entry -> changed.add(ChangedView.audit(entry)));
        if (message.payload() instanceof QuarantineEvent event) {
            QuarantineProjection.apply(message.envelope(), event)
                    .map(ChangedView::quarantine)
                    .ifPresent(changed::add);
        }
        if (message.envelope().aggregate().isOwner()) {
            changed.addAll(projectOwners(message));
        }
        return changed;
    }

    private Set<ChangedView> projectOwners(Message<Event> message) {
        IntentProjection.apply(message, rows);
        @Nullable String digest = null;
        @Nullable HostName host = null;
        if (message.payload() instanceof ContainerEvent event) {
            ContainerRow before =
                    rows.find(ContainerRow.class, event.container().value());
            digest = digest(before, event);
            host = before == null ? null : new HostName(before.host);
            HistoryProjection.apply(message.envelope(), event, before == null ? null : before.name, rows);
            ContainerProjection.apply(message.envelope(), event, rows);
            PortProjection.apply(message.envelope(), event, rows);
        }
        if (message.payload() instanceof OwnerEvent event) {
            ImageProjection.apply(message.envelope(), event);
            HomeProjection.apply(message.envelope(), event);
        }
        advance(message.envelope());
        return message.payload() instanceof OwnerEvent event
                ? AffectedViews.of(message, event, digest, host)
                : Set.of();
    }

    /** The image of the container before the event, which can remove the row; null if the event places it. */
    private static @Nullable String digest(@Nullable ContainerRow before, ContainerEvent event) {
        return before != null
                ? before.digest
                : event instanceof ContainerPlaced placed
                        ? placed.image().digest().value()
                        : null;
    }

    private static Set<ChangedView> traced(Envelope envelope, Supplier<Set<ChangedView>> projecting) {
        MDC.put("traceId", envelope.trace().traceId());
        try {
            Set<ChangedView> changed = projecting.get();
            LOG.debugf("record projected: id=%s aggregate=%s", envelope.id(), envelope.aggregate());
            return changed;
        } catch (RuntimeException e) {
            LOG.warnf(
                    "record could not be projected, the projection is retried: id=%s aggregate=%s",
                    envelope.id(), envelope.aggregate());
            throw e; // the reader logs the cause and retries
        } finally {
            MDC.remove("traceId");
        }
    }

    private void advance(Envelope event) {
        String owner = event.aggregate().owner().value();
        OwnerPosition position = rows.find(OwnerPosition.class, owner);
        if (position == null) {
            position = new OwnerPosition();
            position.owner = owner;
        }
        long sequence = Objects.requireNonNull(event.sequence(), "an event without a sequence");
        if (sequence != position.sequence + 1) {
            throw new IllegalStateException(
                    "event " + event.id() + " follows " + position.sequence + " in the views; events are missing");
        }
        position.sequence = sequence;
        rows.put(position);
    }
}
