package dcm.stack.bench;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.Event;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.Protocol;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.Role;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.RenameContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.Intent;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogEndOffsets;
import dcm.stack.machine.StackFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes a log as admission would have written it. */
public final class RebuildLog implements AutoCloseable {
    /** Of {@link #writeCreated}. */
    public static final int RECORDS_PER_CREATED_CONTAINER = 2;

    private static final Image IMAGE =
            new Image(new ImageName("debian-ssh:13"), new ImageDigest("sha256:" + "0".repeat(64)));
    private static final ContainerPort PORT = new ContainerPort(new PortNumber(8080), Protocol.TCP);
    private static final HostName HOST = new HostName("n1");
    private static final Duration YEARS = Duration.ofDays(10 * 365);

    private final Codec<Intent> intents = new Codec<>(Families.INTENTS);
    private final Codec<Event> events = new Codec<>(Families.EVENTS);
    private final KafkaProducer<String, byte[]> log;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    /** The number of intents in each partition, which is the offset of the next one. */
    private final Map<Integer, Long> intentsIn = new HashMap<>();

    public RebuildLog(KafkaConnection connection) {
        log = new KafkaProducer<>(
                connection.with(Map.of("acks", "all", "linger.ms", 20, "batch.size", 1 << 18)),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** How many records {@link #write} writes for each container, in addition to one for the owner. */
    static int recordsPerContainer(int restarts) {
        return 6 + 6 * restarts;
    }

    /** How many of them are intents. */
    static int intentsPerContainer(int restarts) {
        return 2 + 2 * restarts;
    }

    /**
     * Writes that the account of a new owner was opened ten years ago, and that each of its containers was created, started, renamed, stopped and
     * started again, and has stopped.
     *
     * @param restarts how often each container was stopped and started again
     */
    void write(OwnerName owner, int containers, int restarts) {
        Duration pace = YEARS.dividedBy((long) containers * intentsPerContainer(restarts));
        Owner writer = new Owner(owner, 0, Instant.now().minus(YEARS), pace);
        writer.opened();
        for (int number = 1; number <= containers; number++) {
            writer.container(number, restarts);
        }
    }

    /**
     * Writes that containers {@code web-1}, {@code web-2} and so on were created and run, after the account of a new owner was opened. Writes no
     * intents, so admission may run; its state has the containers after a rebuild.
     *
     * @param sequence the number of the owner's newest event, 0 for a new owner
     */
    public void writeCreated(OwnerName owner, int containers, long sequence) {
        Owner writer = new Owner(owner, sequence, Instant.now(), Duration.ZERO);
        if (sequence == 0) {
            writer.opened();
        }
        for (int number = 1; number <= containers; number++) {
            writer.created(IntentId.fresh(), new ContainerName("web-" + number));
        }
    }

    /** Waits until all records are acknowledged. */
    public void flush() {
        log.flush();
        if (failure.get() != null) {
            throw new StackFailure("The log was not written: %s".formatted(failure.get()));
        }
    }

    @Override
    public void close() {
        log.close();
    }

    /** The records of one owner, in order. */
    private final class Owner {
        private final OwnerName name;
        private final AggregateId aggregate;
        private final Duration pace;
        private Instant time;
        /** Of the intent that the next event decides; null: a report causes the event. */
        private @Nullable LogPosition input;

        private long sequence;

        /**
         * @param began when the next record was written
         * @param pace the time from one intent to the next
         */
        Owner(OwnerName name, long sequence, Instant began, Duration pace) {
            this.name = name;
            this.sequence = sequence;
            this.aggregate = AggregateId.of(name);
            this.time = began;
            this.pace = pace;
        }

        void container(int number, int restarts) {
            ContainerName called = new ContainerName("c" + number);
            ContainerName renamed = new ContainerName("web-" + number);
            Handle handle = new Handle(renamed.value());
            IntentId create = ask(new CreateContainer(
                    IMAGE.name(), called, 500, 1024, List.of(PORT), null, Settings.NONE, null, null));
            created(create, called);
            ContainerId id = ContainerId.of(create);
            IntentId rename = ask(new RenameContainer(new Handle(called.value()), renamed));
            append(new ContainerRenamed(rename, id, renamed));
            for (int restart = 0; restart < restarts; restart++) {
                restart(id, handle, 2 + 2 * restart);
            }
            append(new ContainerStopped(null, id, null, 137, true, null));
        }

        /** @param order the number of the container's next order */
        private void restart(ContainerId id, Handle handle, int order) {
            IntentId stop = ask(new StopContainer(handle));
            append(new OperationOrdered(stop, id, StateOperation.STOP, order, null));
            append(new ContainerStopped(stop, id, order, 0, false, null));
            IntentId start = ask(new StartContainer(handle));
            append(new OperationOrdered(start, id, StateOperation.START, order + 1, null));
            append(started(start, id, order + 1));
        }

        private void opened() {
            append(new AccountOpened(IntentId.fresh(), name.value(), Role.USER, List.of(), null, null, null, null));
        }

        private void created(IntentId create, ContainerName called) {
            ContainerId id = ContainerId.of(create);
            append(new ContainerPlaced(
                    create,
                    id,
                    called,
                    IMAGE,
                    new Limits(500, 1024, 256, null),
                    HOST,
                    1,
                    1,
                    time.plusSeconds(60),
                    List.of(PORT),
                    null,
                    Settings.NONE,
                    null,
                    null,
                    List.of()));
            append(started(create, id, 1));
        }

        private ContainerStarted started(IntentId intent, ContainerId id, int number) {
            return new ContainerStarted(
                    intent,
                    id,
                    number,
                    new SshEndpoint("192.0.2.7", new PortNumber(31_001)),
                    List.of(new PublishedPort("192.0.2.8", PORT)),
                    "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
                    time);
        }

        private IntentId ask(Intent intent) {
            time = time.plus(pace);
            IntentId id = IntentId.fresh();
            int partition = LogEndOffsets.partition(Topic.INTENTS, aggregate).partition();
            input = new LogPosition(
                    Topic.INTENTS.topicName(), partition, intentsIn.merge(partition, 1L, Long::sum) - 1);
            write(KafkaRecords.record(
                    intents,
                    Topic.INTENTS,
                    partition,
                    aggregate.value(),
                    new Message<>(envelope(id.value()).from("192.0.2.1"), intent)));
            return id;
        }

        private void append(Event event) {
            sequence++;
            write(KafkaRecords.record(
                    events,
                    Topic.EVENTS,
                    LogEndOffsets.partition(Topic.EVENTS, aggregate).partition(),
                    aggregate.value(),
                    new Message<>(envelope(aggregate + ":" + sequence).asEvent(sequence, input), event)));
            input = null;
        }

        private Envelope envelope(String id) {
            return Envelope.first(id, "bench", aggregate, time, Actor.account(name), TraceParent.fresh());
        }

        private void write(ProducerRecord<String, byte[]> record) {
            var _ = log.send(record, (at, problem) -> failure.compareAndSet(null, problem));
        }
    }
}
