package dcm.journey.scale;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.Event;
import dcm.contract.event.IntentFailure;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.identity.Settings;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.Intent;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Creates and removes containers: writes the intents to the log and waits for their outcomes there. */
final class Lifecycles implements AutoCloseable {
    private static final Duration BOUND = Duration.ofMinutes(2);

    /** How many callers wait for outcomes at the same time. By default, their containers have room on one host. */
    static final int CALLERS = Integer.getInteger("dcm.scale.callers", SimulatedHosts.PORTS - 1);

    private static final int MEMORY_MIB = 64;
    private static final int MILLI_CPUS = 100;

    private final Codec<Intent> intents = new Codec<>(Families.INTENTS);
    private final Codec<Event> events = new Codec<>(Families.EVENTS);
    private final Map<IntentId, CompletableFuture<Event>> outcomes = new ConcurrentHashMap<>();
    private final Set<HostName> placed = ConcurrentHashMap.newKeySet();
    private final Producer<String, byte[]> producer;
    private final LogReader reader;

    Lifecycles(KafkaConnection connection) throws InterruptedException {
        producer = new KafkaProducer<>(
                connection.with(Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.LINGER_MS_CONFIG, 0)),
                new StringSerializer(),
                new ByteArraySerializer());
        reader = new LogReader(
                        "outcomes",
                        connection,
                        LogReader.partitions(Topic.EVENTS.topicName(), Topic.EVENTS.partitions()),
                        LogReader.Start.END,
                        this::take)
                .start();
        if (!reader.awaitCaughtUp(BOUND)) {
            throw new AssertionError("the log could not be read");
        }
    }

    /**
     * What was done.
     *
     * @param creates the duration of each create, until the host's report was decided
     * @param hosts on which containers were placed
     */
    record Done(List<Duration> creates, Duration time, Set<HostName> hosts) {
        double perSecond() {
            return creates.size() * 1e9 / time.toNanos();
        }

        Duration medianCreate() {
            return creates.stream()
                    .sorted()
                    .skip(creates.size() / 2)
                    .findFirst()
                    .orElse(Duration.ZERO);
        }
    }

    /** Opens an account for each owner. Returns how long it took. */
    Duration open(List<OwnerName> owners) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        Queue<OwnerName> waiting = new ConcurrentLinkedQueue<>(owners);
        inParallel(() -> {
            for (OwnerName next = waiting.poll(); next != null; next = waiting.poll()) {
                Profile profile = Profile.of(next.value(), Role.USER);
                perform(next, IntentId.fresh(), OpenAccount.of(profile, List.of()));
            }
        });
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Each owner creates a container and removes it. */
    Done once(List<OwnerName> owners) throws InterruptedException, ExecutionException {
        Queue<OwnerName> waiting = new ConcurrentLinkedQueue<>(owners);
        return measure(creates -> {
            for (OwnerName next = waiting.poll(); next != null; next = waiting.poll()) {
                creates.add(createAndRemove(next));
            }
        });
    }

    /** The owners create a container and remove it, one after another, until {@code time} has passed. */
    Done run(List<OwnerName> owners, Duration time) throws InterruptedException, ExecutionException {
        Queue<OwnerName> waiting = new ConcurrentLinkedQueue<>(owners);
        long end = System.nanoTime() + time.toNanos();
        return measure(creates -> {
            while (System.nanoTime() < end) {
                OwnerName next = waiting.remove();
                creates.add(createAndRemove(next));
                waiting.add(next);
            }
        });
    }

    private Done measure(Caller caller) throws InterruptedException, ExecutionException {
        placed.clear();
        Queue<Duration> creates = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        inParallel(() -> caller.run(creates));
        return new Done(List.copyOf(creates), Duration.ofNanos(System.nanoTime() - start), Set.copyOf(placed));
    }

    /** Creates and removes containers, and adds the duration of each create. */
    private interface Caller {
        void run(Queue<Duration> creates) throws Exception;
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void inParallel(Work work) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                running.add(threads.submit(() -> {
                    work.run();
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private Duration createAndRemove(OwnerName owner) throws Exception {
        IntentId create = IntentId.fresh();
        ContainerId container = ContainerId.of(create);
        long start = System.nanoTime();
        perform(
                owner,
                create,
                new CreateContainer(
                        SimulatedHosts.IMAGE,
                        new ContainerName("c" + container),
                        MILLI_CPUS,
                        MEMORY_MIB,
                        List.of(),
                        null,
                        Settings.NONE,
                        null,
                        null));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        perform(owner, IntentId.fresh(), new RemoveContainer(new Handle(container.value()), true));
        return took;
    }

    private void perform(OwnerName owner, IntentId id, Intent intent)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Event> outcome = new CompletableFuture<>();
        outcomes.put(id, outcome);
        AggregateId aggregate = AggregateId.of(owner);
        Envelope envelope = Envelope.first(
                id.value(), "journey", aggregate, Instant.now(), Actor.account(owner), TraceParent.fresh());
        producer.send(KafkaRecords.record(
                        intents, Topic.INTENTS, null, aggregate.value(), new Message<>(envelope, intent)))
                .get();
        Event event = outcome.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        if (event instanceof IntentFailure) {
            throw new AssertionError(intent + " of " + owner + " failed: " + event);
        }
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        if (outcomes.isEmpty()) {
            return;
        }
        for (ConsumerRecord<String, byte[]> record : records) {
            Event event = KafkaRecords.message(events, record).payload();
            if (event instanceof ContainerPlaced container) {
                placed.add(container.host());
            }
            if (event.intent() != null && event.endsIntent()) {
                CompletableFuture<Event> waiting = outcomes.remove(event.intent());
                if (waiting != null) {
                    waiting.complete(event);
                }
            }
        }
    }

    @Override
    public void close() {
        reader.close();
        producer.close();
    }
}
