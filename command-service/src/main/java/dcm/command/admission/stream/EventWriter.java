package dcm.command.admission.stream;

import dcm.command.admission.decision.Effect;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredAccount;
import dcm.contract.desired.DesiredState;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.Event;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.Intent;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.LivenessSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.trace.SpanAttribute;
import dcm.trace.TraceSpan;
import java.time.Duration;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Appends decided events to the log, and writes their effects. Not thread-safe. */
final class EventWriter {
    /** The source of all records that admission writes. */
    static final String SOURCE = "admission";

    private static final Logger LOG = Logger.getLogger(EventWriter.class);

    /** In bytes, with headers: below the limit of the broker and the producer, which is 1 MiB for a batch. */
    private static final int MAX_RECORD = 1_000_000;

    private final Codec<Intent> intents = new Codec<>(Families.INTENTS);
    private final Codec<Event> events = new Codec<>(Families.EVENTS);
    private final Codec<Order> orders = new Codec<>(Families.ORDERS);
    private final Codec<DesiredState> wanted = new Codec<>(Families.WANTED);
    private final Codec<AccountSnapshot> accounts = new Codec<>(Families.ACCOUNTS);
    private final Codec<HostSnapshot> hosts = new Codec<>(Families.HOSTS);
    private final Codec<LivenessSnapshot> liveness = new Codec<>(Families.LIVENESS);
    private final Codec<CatalogSnapshot> catalog = new Codec<>(Families.CATALOG);
    private final AdmissionTask task;
    private final AdmissionMetrics metrics;

    /** The kind of the intent that is decided now. */
    private String intent = "";

    EventWriter(AdmissionTask task, AdmissionMetrics metrics) {
        this.task = task;
        this.metrics = metrics;
    }

    /** Runs {@code decision}, which decides an intent, so that its events are counted for the kind of the intent. */
    void decide(Intent decided, Runnable decision) {
        String outer = intent; // of an intent that releases a record from quarantine
        intent = Families.INTENTS.nameOf(decided);
        try {
            decision.run();
        } finally {
            intent = outer;
        }
    }

    /**
     * Appends an event to the aggregate of {@code cause}.
     *
     * @param input the record that the event answers; null if it answers none
     * @return the event's envelope
     */
    Envelope append(Event event, Envelope cause, @Nullable LogPosition input) {
        return append(event, cause, input, cause.actor());
    }

    /** Appends an event that another actor than that of {@code cause} has caused. */
    Envelope append(Event event, Envelope cause, @Nullable LogPosition input, Actor actor) {
        AggregateId aggregate = cause.aggregate();
        AdmissionStateStore state = task.state();
        long sequence = state.sequence(aggregate) + 1;
        state.putSequence(aggregate, sequence);
        if (input != null) {
            state.putAnswered(input);
        }
        Envelope envelope = cause.next(aggregate + ":" + sequence, SOURCE, aggregate, task.now(), actor)
                .asEvent(sequence, input);
        logDecision(event, cause);
        Integer partition = aggregate.partition().isPresent() ? task.partition() : null;
        forward(Topic.EVENTS, partition, aggregate.value(), events.encode(new Message<>(envelope, event)));
        return envelope;
    }

    /** Logs and counts the first event that answers the intent {@code cause}. */
    private void logDecision(Event event, Envelope cause) {
        IntentId id = event.intent();
        if (id == null || !id.value().equals(cause.id()) || task.state().isDecided(cause.aggregate(), id)) {
            return;
        }
        Actor actor = cause.actor();
        AggregateId aggregate = cause.aggregate();
        String account = aggregate.isOwner()
                ? aggregate.owner().value()
                : actor.account().map(OwnerName::value).orElse(actor.value());
        String kind = intent;
        ErrorCode rejection = event instanceof IntentRejected rejected ? rejected.code() : null;
        if (rejection != null) {
            TraceSpan.current().ifPresent(span -> span.set(SpanAttribute.CODE, rejection.code()));
        }
        Duration waited = Duration.between(cause.time(), task.now());
        task.onSuccess(() -> {
            metrics.decided(kind, rejection, waited);
            LOG.infof(
                    "intent decided: intent=%s account=%s actor=%s aggregate=%s kind=%s%s",
                    id, account, actor, aggregate, Families.EVENTS.nameOf(event), details(event));
        });
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

    /** Writes an effect of {@code event}. */
    void write(Effect effect, Envelope event) {
        switch (effect) {
            case Effect.SendOrder(Order order) -> {
                Envelope envelope = next(event, order.container() + ":" + order.number());
                forwardTo(
                        order.host(),
                        Topic.ORDERS,
                        order.host().value(),
                        orders.encode(new Message<>(envelope, order)));
                task.onSuccess(() -> metrics.ordered(order, envelope.time()));
            }
            case Effect.PublishDesiredState(DesiredState thing) -> {
                if (isRead(thing.host(), thing.key())) {
                    publish(thing, next(event, thing.key() + ":" + event.sequence()));
                }
            }
            case Effect.DeleteDesiredState(HostName host, String key) -> {
                if (isRead(host, key)) {
                    task.forward(Topic.WANTED, key, new OutgoingRecord(host, null, null), new RecordHeaders());
                }
            }
            case Effect.AppendIntent(AggregateId of, IntentId id, Intent intent) -> {
                Envelope envelope = event.next(id.value(), SOURCE, of, task.now(), event.actor());
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

    /** Earlier workers do not know accounts in the topic of their host. When they do, {@link AccountPublication} adds them. */
    private boolean isRead(HostName host, String key) {
        return !DesiredAccount.isKey(key)
                || task.tables()
                        .hosts()
                        .find(host)
                        .filter(HostSnapshot::readsAccounts)
                        .isPresent();
    }

    /** Publishes an account to a host, without an event that has changed it. */
    void publish(DesiredAccount account) {
        AggregateId owner = AggregateId.of(account.owner());
        String id = account.key() + ":" + account.host() + ":" + task.now().toEpochMilli();
        publish(account, Envelope.first(id, SOURCE, owner, task.now(), Actor.ADMISSION, TraceParent.fresh()));
    }

    private void publish(DesiredState thing, Envelope envelope) {
        forwardTo(thing.host(), Topic.WANTED, thing.key(), wanted.encode(new Message<>(envelope, thing)));
    }

    /** Publishes the snapshot of a host. */
    void publish(HostSnapshot host, Envelope cause) {
        RegisteredHosts known = task.tables().hosts();
        HostSnapshot next = host.after(known.find(host.name()).orElse(null));
        // First, because the host's worker reads them as soon as it sees the snapshot.
        task.onSuccess(() -> task.tables().topics().ensure(host.name()));
        task.onSuccess(() -> known.update(next));
        String name = host.name().value();
        forward(Topic.HOSTS, null, name, hosts.encode(new Message<>(next(cause, name), next)));
    }

    /** Publishes the last heartbeats of this task's hosts. */
    void publish(LivenessSnapshot liveness) {
        AggregateId key = AggregateId.liveness(task.partition());
        String id = key + ":" + task.now().toEpochMilli();
        Envelope envelope = Envelope.first(id, SOURCE, key, task.now(), Actor.ADMISSION, TraceParent.fresh());
        forward(Topic.LIVENESS, null, key.value(), this.liveness.encode(new Message<>(envelope, liveness)));
    }

    /** Publishes an entry of the catalog, which {@code event} has changed. */
    void publish(CatalogSnapshot entry, Envelope event) {
        task.onSuccess(() -> task.tables().catalog().update(entry));
        Envelope envelope = next(event, entry.key() + ":" + event.sequence());
        forward(Topic.CATALOG, null, entry.key(), catalog.encode(new Message<>(envelope, entry)));
    }

    private Envelope next(Envelope cause, String id) {
        return cause.next(id, SOURCE, cause.aggregate(), task.now(), cause.actor());
    }

    private void forwardTo(HostName host, Topic topic, String key, Encoded encoded) {
        forward(topic, key, new OutgoingRecord(host, null, encoded.value()), encoded);
    }

    private void forward(Topic topic, @Nullable Integer partition, String key, Encoded encoded) {
        forward(topic, key, new OutgoingRecord(null, partition, encoded.value()), encoded);
    }

    /**
     * Forwards a record, unless the broker would not accept it: then the input goes into quarantine. The producer would fail only
     * after the input, and the next stream thread would read the same input again.
     */
    private void forward(Topic topic, String key, OutgoingRecord outgoing, Encoded encoded) {
        int size = encoded.size();
        if (size > MAX_RECORD) {
            throw new IllegalStateException(
                    "a record for " + topic.topicName() + " would have " + size + " bytes, more than " + MAX_RECORD);
        }
        task.forward(topic, key, outgoing, KafkaRecords.headers(encoded.headers()));
    }
}
