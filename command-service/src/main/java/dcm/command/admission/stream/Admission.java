package dcm.command.admission.stream;

import dcm.command.admission.catalog.CatalogDecider;
import dcm.command.admission.catalog.CatalogFold;
import dcm.command.admission.decision.AdmissionPolicy;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.Effect;
import dcm.command.admission.host.HostDecider;
import dcm.command.admission.host.HostFold;
import dcm.command.admission.owner.HostDecommissioning;
import dcm.command.admission.owner.OwnerDecider;
import dcm.command.admission.owner.OwnerEffects;
import dcm.command.admission.owner.OwnerFold;
import dcm.command.admission.owner.ReportDecider;
import dcm.command.admission.quarantine.QuarantineDecider;
import dcm.command.admission.state.HostState;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.stream.AdmissionStateStore.Due;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Encoded;
import dcm.contract.codec.Families;
import dcm.contract.codec.UnreadableRecordException;
import dcm.contract.desired.DesiredState;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.CatalogEvent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.Event;
import dcm.contract.event.HostEvent;
import dcm.contract.event.HostEvent.HostRemoved;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.event.QuarantineEvent.RecordDiscarded;
import dcm.contract.event.QuarantineEvent.RecordQuarantined;
import dcm.contract.event.QuarantineEvent.RecordReleased;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Printable;
import dcm.contract.intent.CatalogIntent;
import dcm.contract.intent.HostIntent;
import dcm.contract.intent.Intent;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.intent.QuarantineIntent;
import dcm.contract.order.Order;
import dcm.contract.report.AccountReport;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.HostReported;
import dcm.contract.report.ImageAbsent;
import dcm.contract.report.Report;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.rest.catalog.CatalogCache;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * One stream task's admission: takes the intents and reports of its aggregates one after another, asks the deciders, and
 * forwards events and what follows from them. Everything forwarded for one input, its new state and the input's offset are
 * one transaction. An input that cannot be processed is put into quarantine, and the others go on.
 */
final class Admission implements Processor<String, byte[], String, OutgoingRecord> {
    private static final Logger LOG = Logger.getLogger(Admission.class);
    private static final String SOURCE = "admission";

    /** What comes within this time of a commit that was asked for shares the next transaction. */
    private static final Duration BURST = Duration.ofMillis(10);

    /** How long after an order's deadline its outcome may still be on the way. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** How often it is looked whether something is due, and for what is on hosts that are taken out of use. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** For how long things are looked for that were on a host which is gone. */
    private static final Duration DEPARTURE = Duration.ofDays(1);

    /** How long an intent's id is known as a repeat: longer than the views lag, which know every id forever. */
    private static final Duration INTENT_MEMORY = Duration.ofHours(1);

    private static final Duration FORGETTING = Duration.ofMinutes(5);

    private final Codec<Intent> intents = new Codec<>(Families.INTENTS);
    private final Codec<Report> reports = new Codec<>(Families.REPORTS);
    private final Codec<Event> events = new Codec<>(Families.EVENTS);
    private final Codec<Order> orders = new Codec<>(Families.ORDERS);
    private final Codec<DesiredState> wanted = new Codec<>(Families.WANTED);
    private final Codec<AccountSnapshot> accounts = new Codec<>(Families.ACCOUNTS);
    private final Codec<HostSnapshot> hosts = new Codec<>(Families.HOSTS);
    private final Codec<CatalogSnapshot> things = new Codec<>(Families.CATALOG);

    private final ReferenceTables tables;
    private final RegisteredHosts directory;
    private final CatalogCache catalog;
    private final AdmissionPolicy policy;
    private final AdmissionStatus status;
    private @Nullable ProcessorContext<String, OutgoingRecord> context;
    private @Nullable UnitOfWork unit;
    private @Nullable AdmissionStateStore state;
    private @Nullable DeadlineTimer timer;
    private final Set<AggregateId> failing = new HashSet<>();
    private Instant commitAgainFrom = Instant.MIN;
    private long nextReport;
    private long backlogEnd;

    Admission(ReferenceTables tables, AdmissionPolicy policy, AdmissionStatus status) {
        this.tables = tables;
        this.directory = tables.hosts();
        this.catalog = tables.catalog();
        this.policy = policy;
        this.status = status;
    }

    @Override
    public void init(ProcessorContext<String, OutgoingRecord> context) {
        tables.awaitComplete();
        this.context = context;
        this.unit = new UnitOfWork(
                KeyValueTable.of(context.<KeyValueStore<String, byte[]>>getStateStore(AdmissionStateStore.NAME)));
        this.state = new AdmissionStateStore(unit.table());
        status.setQuarantined(partition(), state.quarantineSize(partition()));
        status.setStateSize(partition(), state.size());
        status.streamWorks();
        backlogEnd = tables.backlog().end(partition());
        this.timer = new DeadlineTimer(context, LOOK, this::doWhatIsDue);
        setAlarm();
        context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, time -> {
            leaveHosts();
            doWhatIsDue();
        });
        context.schedule(FORGETTING, PunctuationType.WALL_CLOCK_TIME, time -> {
            attempt(() -> state().forgetIntentsBefore(now().minus(INTENT_MEMORY)))
                    .ifPresent(failure ->
                            LOG.warnf(failure, "old intents could not be deleted: partition=%d", partition()));
            status.setStateSize(partition(), state().size());
        });
    }

    @Override
    public void process(Record<String, byte[]> record) {
        directory.takesInput(now());
        RecordMetadata at = context().recordMetadata().orElseThrow();
        LogPosition input = new LogPosition(at.topic(), at.partition(), at.offset());
        if (input.topic().equals(Topic.REPORTS.topicName())) {
            nextReport = input.offset() + 1;
        }
        if (state().isAnswered(input)) {
            LOG.infof("record skipped, it is already decided: record=%s", input);
            return;
        }
        attempt(() -> take(record.key(), new Encoded(KafkaRecords.headers(record.headers()), record.value()), input))
                .ifPresent(failure -> settle(record, input, failure));
        setAlarm();
        commitSoon();
    }

    private void take(@Nullable String key, Encoded encoded, LogPosition input) {
        if (input.topic().equals(Topic.INTENTS.topicName())) {
            Message<Intent> message = intents.decode(encoded);
            requirePlace(key, message.envelope().aggregate());
            decide(message, input);
        } else {
            Message<Report> message = reports.decode(encoded);
            requirePlace(key, message.envelope().aggregate());
            react(message, input);
        }
    }

    /** With another key, or in another partition, two tasks would decide about one aggregate, and number its events twice. */
    private void requirePlace(@Nullable String key, AggregateId aggregate) {
        if (!aggregate.value().equals(key)) {
            throw new UnreadableRecordException(
                    "the key is " + Printable.quoted(String.valueOf(key)) + ", but the record is about " + aggregate);
        }
        if (!isHere(aggregate)) {
            throw new UnreadableRecordException("the record is in partition " + partition() + ", but " + aggregate
                    + " belongs to partition " + tables.partitions().applyAsInt(aggregate));
        }
    }

    private boolean isHere(AggregateId aggregate) {
        return tables.partitions().applyAsInt(aggregate) == partition();
    }

    /** Answers an input that could not be processed. */
    private void settle(Record<String, byte[]> record, LogPosition input, RuntimeException failure) {
        attempt(() -> {
                    if (failure instanceof FailedRelease release) {
                        Envelope cause = release.cause();
                        append(release.rejection(), cause, input, cause.actor());
                        state().putDecided(cause.aggregate(), new IntentId(cause.id()), now());
                    } else {
                        quarantine(record, input, failure);
                    }
                })
                .ifPresent(again -> {
                    throw again;
                });
    }

    private void quarantine(Record<String, byte[]> record, LogPosition input, RuntimeException failure) {
        LOG.errorf(failure, "record quarantined: record=%s", input);
        AggregateId quarantine = AggregateId.quarantine(partition());
        Envelope cause =
                Envelope.first(input.toString(), SOURCE, quarantine, now(), Actor.ADMISSION, TraceParent.fresh());
        record(
                QuarantineDecider.quarantine(
                        input, record.key(), KafkaRecords.headers(record.headers()), record.value(), failure),
                cause,
                input);
    }

    private void record(QuarantineEvent event, Envelope cause, LogPosition input) {
        append(event, cause, input, cause.actor());
        state().put(event);
        int size = state().quarantineSize(partition());
        unit().onSuccess(() -> status.setQuarantined(partition(), size));
    }

    private Optional<RuntimeException> attempt(Runnable work) {
        try {
            Optional<RuntimeException> failure = unit().run(work);
            if (failure.isPresent()) {
                state().tableChanged();
            }
            return failure;
        } finally {
            MDC.clear();
        }
    }

    /** Does what is due for one aggregate. A failure concerns this aggregate alone, and is retried when the next time comes. */
    private void attemptDue(AggregateId aggregate, Runnable work) {
        attempt(work).ifPresent(failure -> {
            LOG.errorf(failure, "due work failed and is retried: aggregate=%s", aggregate);
            status.failed(aggregate, failure);
            failing.add(aggregate);
        });
    }

    @Override
    public void close() {
        failing.forEach(status::succeeded);
        status.release(partition());
    }

    private void doWhatIsDue() {
        failing.forEach(status::succeeded); // unless it fails again
        failing.clear();
        expireOrders();
        expireAccounts();
        goOn();
        setAlarm();
    }

    /** For the first of what falls due before everything is looked at again. */
    private void setAlarm() {
        Instant leaving = state().isAnyoneLeaving() ? now() : Instant.MAX;
        Instant deadline = state().firstDeadline().map(time -> time.plus(GRACE)).orElse(Instant.MAX);
        Instant expiry = state().firstExpiry().orElse(Instant.MAX);
        Objects.requireNonNull(timer).schedule(Collections.min(List.of(leaving, deadline, expiry)));
    }

    /**
     * Commits at once, because a caller waits. Records that follow within {@link #BURST} wait for the commit interval. Kafka Streams
     * itself lets a single record wait as well: its interval also runs while there is nothing to commit.
     */
    private void commitSoon() {
        Instant now = now();
        if (!now.isBefore(commitAgainFrom)) {
            commitAgainFrom = now.plus(BURST);
            context().commit();
        }
    }

    private void decide(Message<Intent> message, LogPosition input) {
        Envelope cause = message.envelope();
        AggregateId aggregate = cause.aggregate();
        IntentId id = new IntentId(cause.id());
        trace(cause);
        if (state().isDecided(aggregate, id)) {
            LOG.debugf("intent skipped, it is already decided: intent=%s aggregate=%s", id, aggregate);
            return;
        }
        switch (message.payload()) {
            case OwnerIntent intent -> {
                OwnerState owner = state().owner(aggregate.owner());
                record(owner, OwnerDecider.decide(owner, id, intent, decisionContext()), cause, input);
            }
            case CatalogIntent intent -> decide(id, intent, cause, input);
            case HostIntent intent -> decide(id, intent, cause, input);
            case QuarantineIntent intent -> decide(id, intent, cause, input);
        }
    }

    private void decide(IntentId id, QuarantineIntent intent, Envelope cause, LogPosition input) {
        Optional<RecordQuarantined> held = state().quarantined(intent.record());
        QuarantineEvent event = QuarantineDecider.decide(held, id, intent);
        switch (event) {
            case RecordReleased released -> release(held.orElseThrow(), id, cause);
            case RecordDiscarded discarded -> discard(held.orElseThrow(), cause);
            case RecordQuarantined quarantined -> {}
            case IntentRejected rejected -> {}
        }
        record(event, cause, input);
        state().putDecided(cause.aggregate(), id, now());
    }

    private void release(RecordQuarantined held, IntentId id, Envelope cause) {
        try {
            take(held.key(), held.encoded().orElseThrow(), held.record());
        } catch (RuntimeException e) {
            LOG.warnf(e, "record could not be released from quarantine: intent=%s record=%s", id, held.record());
            throw new FailedRelease(QuarantineDecider.stillFails(id, held.record(), e), cause, e);
        }
    }

    private void discard(RecordQuarantined held, Envelope cause) {
        QuarantineDecider.answer(held).ifPresent(rejected -> {
            AggregateId aggregate = new AggregateId(Objects.requireNonNull(held.key()));
            if (!isHere(aggregate) || state().isDecided(aggregate, rejected.intent())) {
                return;
            }
            Envelope original = cause.next(rejected.intent().value(), SOURCE, aggregate, now(), cause.actor());
            append(rejected, original, held.record(), cause.actor());
            state().putDecided(aggregate, rejected.intent(), now());
        });
    }

    /** A release failed, and with it whatever it had led to. Its intent still needs an answer. */
    private static final class FailedRelease extends RuntimeException {
        private final transient QuarantineEvent rejection;
        private final transient Envelope cause;

        FailedRelease(QuarantineEvent rejection, Envelope cause, RuntimeException failure) {
            super(failure);
            this.rejection = rejection;
            this.cause = cause;
        }

        QuarantineEvent rejection() {
            return rejection;
        }

        Envelope cause() {
            return cause;
        }
    }

    private void decide(IntentId id, CatalogIntent intent, Envelope cause, LogPosition input) {
        Catalog before = state().catalog();
        CatalogEvent event =
                CatalogDecider.decide(before, id, intent, tables.accounts().get());
        Envelope envelope = append(event, cause, input, cause.actor());
        state().putDecided(envelope.aggregate(), id, envelope.time());
        CatalogFold.evolve(before, event, envelope.time()).ifPresent(after -> {
            state().put(after);
            unit().onSuccess(() -> catalog.update(after));
            Envelope next = next(envelope, after.key() + ":" + envelope.sequence());
            forward(Topic.CATALOG, null, after.key(), things.encode(new Message<>(next, after)));
        });
    }

    private void decide(IntentId id, HostIntent intent, Envelope cause, LogPosition input) {
        HostName host = cause.aggregate().host();
        HostState before = state().host(host);
        HostEvent event = HostDecider.decide(before, host, id, intent, decisionContext());
        Envelope envelope = append(event, cause, input, cause.actor());
        state().putDecided(envelope.aggregate(), id, envelope.time());
        HostState after = HostFold.evolve(before, event, envelope.time());
        state().putHost(host, after);
        directory.find(host).ifPresent(known -> {
            HostSnapshot changed = event instanceof HostRemoved ? known.removed(now()) : known.with(after.cordon());
            publish(changed, envelope);
        });
    }

    private void publish(HostSnapshot host, Envelope cause) {
        unit().onSuccess(() -> directory.update(host));
        String name = host.name().value();
        forward(Topic.HOSTS, null, name, hosts.encode(new Message<>(next(cause, name), host)));
    }

    private void react(Message<Report> message, LogPosition input) {
        Envelope cause = message.envelope();
        trace(cause);
        switch (message.payload()) {
            case HostReported report -> react(cause, report, input);
            case AccountReport report -> {
                OwnerState owner = state().owner(cause.aggregate().owner());
                record(owner, ReportDecider.react(owner, report), cause, input);
            }
            case ImageAbsent report -> {
                OwnerState owner = state().owner(cause.aggregate().owner());
                record(owner, ReportDecider.react(owner, report), cause, input);
            }
            case ContainerReport report -> {
                OwnerState owner = state().owner(cause.aggregate().owner());
                record(owner, ReportDecider.react(owner, report, decisionContext()), cause, input);
            }
        }
    }

    private void react(Envelope cause, HostReported report, LogPosition input) {
        HostName host = cause.aggregate().host();
        HostState hostState = state().host(host);
        for (HostEvent event : HostDecider.react(hostState, host, report, decisionContext())) {
            Envelope envelope = append(event, cause, input, cause.actor());
            hostState = HostFold.evolve(hostState, event, envelope.time());
            state().putHost(host, hostState);
        }
        if (HostDecider.isMember(hostState, report, decisionContext()) && hostState.registered() != null) {
            int partition = hostState.registered().partition();
            publish(HostSnapshot.of(host, partition, report, now()).with(hostState.cordon()), cause);
        }
    }

    /** After a pause of admission's own, an outcome that seems to be missing may be among the reports that are still to be read. */
    private void expireOrders() {
        if (nextReport < backlogEnd) {
            return;
        }
        for (Due due : state().dueBefore(now().minus(GRACE))) {
            String occasion = "deadline:" + due.container() + ":" + due.number();
            recordDue(due.owner(), occasion, owner -> ReportDecider.expire(owner, due.container(), due.number()));
        }
    }

    private void expireAccounts() {
        for (OwnerName name : state().expiredBefore(now())) {
            recordDue(name, "expiry:" + now().toEpochMilli(), OwnerDecider::expire);
        }
    }

    /** Continues removals that wait for hosts, the catalog or another account's quota. */
    private void goOn() {
        for (OwnerName name : state().leaving()) {
            recordDue(name, "removal:" + now().toEpochMilli(), owner -> OwnerDecider.next(owner, decisionContext()));
        }
    }

    /** Of hosts that are taken out of use, whatever of this task's owners is there. */
    private void leaveHosts() {
        for (HostSnapshot host : directory.all()) {
            boolean gone =
                    host.removedAt() != null && host.removedAt().plus(DEPARTURE).isAfter(now());
            boolean drained = host.cordon() != null && host.cordon().isDrained(now());
            if (gone || drained) {
                for (OwnerName name : state().ownersOn(host.name())) {
                    recordDue(
                            name,
                            "departure:" + host.name() + ":" + now().toEpochMilli(),
                            owner -> gone
                                    ? HostDecommissioning.gone(owner, host.name())
                                    : HostDecommissioning.drained(owner, host.name()));
                }
            }
        }
    }

    /** Records what {@code decider} makes of an owner's state, without an input. */
    private void recordDue(OwnerName name, String occasion, Function<OwnerState, List<OwnerEvent>> decider) {
        AggregateId aggregate = AggregateId.of(name);
        attemptDue(aggregate, () -> {
            Envelope cause = Envelope.first(
                    aggregate + ":" + occasion, SOURCE, aggregate, now(), Actor.ADMISSION, TraceParent.fresh());
            OwnerState owner = state().owner(name);
            record(owner, decider.apply(owner), cause, null);
        });
    }

    private void record(OwnerState before, List<OwnerEvent> decided, Envelope cause, @Nullable LogPosition input) {
        OwnerState owner = before;
        List<OwnerEvent> events = decided;
        while (!events.isEmpty()) {
            for (OwnerEvent event : events) {
                owner = record(owner, event, cause, input);
            }
            events = OwnerDecider.next(owner, decisionContext());
        }
        state().putOwner(before, owner);
    }

    private OwnerState record(OwnerState owner, OwnerEvent event, Envelope cause, @Nullable LogPosition input) {
        Envelope envelope = append(event, cause, input, cause.actor());
        OwnerState after = OwnerFold.evolve(owner, event, envelope.time());
        OwnerEffects.of(owner, event, after).forEach(effect -> write(effect, envelope));
        if (event.intent() != null) {
            state().putDecided(envelope.aggregate(), event.intent(), envelope.time());
        }
        return after;
    }

    private Envelope append(Event event, Envelope cause, @Nullable LogPosition input, Actor actor) {
        AggregateId aggregate = cause.aggregate();
        long sequence = state().sequence(aggregate) + 1;
        state().putSequence(aggregate, sequence);
        if (input != null) {
            state().putAnswered(input);
        }
        Envelope envelope = cause.next(aggregate + ":" + sequence, SOURCE, aggregate, now(), actor)
                .asEvent(sequence, input);
        logDecision(event, cause);
        Integer partition = aggregate.partition().isPresent() ? partition() : null;
        forward(Topic.EVENTS, partition, aggregate.value(), events.encode(new Message<>(envelope, event)));
        return envelope;
    }

    /** Logs the first event that answers the intent {@code cause}. */
    private void logDecision(Event event, Envelope cause) {
        IntentId id = event.intent();
        if (id == null || !id.value().equals(cause.id()) || state().isDecided(cause.aggregate(), id)) {
            return;
        }
        Actor actor = cause.actor();
        AggregateId aggregate = cause.aggregate();
        String account = aggregate.isOwner()
                ? aggregate.owner().value()
                : actor.account().map(OwnerName::value).orElse(actor.value());
        unit().onSuccess(() -> LOG.infof(
                "intent decided: intent=%s account=%s actor=%s aggregate=%s kind=%s%s",
                id, account, actor, aggregate, Families.EVENTS.nameOf(event), details(event)));
    }

    private static String details(Event event) {
        if (event instanceof IntentRejected rejected) {
            return " code=" + rejected.code().code();
        }
        if (event instanceof ContainerEvent.ContainerPlaced placed) {
            return " container=" + placed.container() + " host=" + placed.host();
        }
        return event instanceof ContainerEvent about ? " container=" + about.container() : "";
    }

    private void write(Effect effect, Envelope event) {
        switch (effect) {
            case Effect.SendOrder(int partition, Order order) -> {
                Envelope envelope = next(event, order.container() + ":" + order.number());
                forward(Topic.ORDERS, partition, order.host().value(), orders.encode(new Message<>(envelope, order)));
            }
            case Effect.PublishDesiredState(int partition, DesiredState thing) -> {
                Envelope envelope = next(event, thing.key() + ":" + event.sequence());
                forward(Topic.WANTED, partition, thing.key(), wanted.encode(new Message<>(envelope, thing)));
            }
            case Effect.DeleteDesiredState(int partition, String key) ->
                forward(Topic.WANTED, key, new OutgoingRecord(partition, null), new RecordHeaders());
            case Effect.AppendIntent(AggregateId of, IntentId id, Intent intent) -> {
                Envelope envelope = event.next(id.value(), SOURCE, of, now(), event.actor());
                forward(Topic.INTENTS, null, of.value(), intents.encode(new Message<>(envelope, intent)));
            }
            case Effect.PublishAccount(AccountSnapshot snapshot) -> {
                Envelope envelope = next(event, snapshot.name() + ":" + event.sequence());
                forward(
                        Topic.ACCOUNTS,
                        null,
                        snapshot.name().value(),
                        accounts.encode(new Message<>(envelope, snapshot)));
            }
        }
    }

    private Envelope next(Envelope cause, String id) {
        return cause.next(id, SOURCE, cause.aggregate(), now(), cause.actor());
    }

    private void forward(Topic topic, @Nullable Integer partition, String key, Encoded encoded) {
        forward(topic, key, new OutgoingRecord(partition, encoded.value()), KafkaRecords.headers(encoded.headers()));
    }

    private void forward(Topic topic, String key, OutgoingRecord outgoing, Headers headers) {
        Record<String, OutgoingRecord> record = new Record<>(key, outgoing, now().toEpochMilli(), headers);
        unit().onSuccess(() -> context().forward(record, OutgoingRecord.sink(topic)));
    }

    private int partition() {
        return context().taskId().partition();
    }

    private DecisionContext decisionContext() {
        return new DecisionContext(now(), directory.all(), catalog.current(), directory.silenceCountsFrom(), policy);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    private static void trace(Envelope cause) {
        MDC.put("traceId", cause.trace().traceId());
    }

    private ProcessorContext<String, OutgoingRecord> context() {
        if (context == null) {
            throw new IllegalStateException("not initialized");
        }
        return context;
    }

    private UnitOfWork unit() {
        if (unit == null) {
            throw new IllegalStateException("not initialized");
        }
        return unit;
    }

    private AdmissionStateStore state() {
        if (state == null) {
            throw new IllegalStateException("not initialized");
        }
        return state;
    }
}
