package dcm.intent;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.Event;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.IntentId;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.rest.readiness.LogReaderReadiness;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code dcm.events} from the start of the service and passes events to callers that wait for an intent.
 * Thread-safe.
 */
@Startup
@ApplicationScoped
public class IntentOutcomes {
    private static final int MAX_BATCH = 500;
    private static final Duration IDLE = Duration.ofMillis(100);

    private final Codec<Event> codec = new Codec<>(Families.EVENTS);
    private final IntentWaiters<Watch> watches = new IntentWaiters<>();
    private final LogReader reader;

    IntentOutcomes(LogReaderReadiness readers) {
        reader = readers.register(new LogReader(
                        "outcomes",
                        readers.connection(),
                        LogReader.partitions(Topic.EVENTS.topicName(), Topic.EVENTS.partitions()),
                        LogReader.Start.END,
                        this::follow)
                .withBatchesOf(MAX_BATCH));
    }

    @PostConstruct
    void start() {
        reader.start();
    }

    @PreDestroy
    void stop() {
        reader.close();
    }

    /** Starts to watch for events about {@code intent}. Call it before the intent is appended. */
    public Watch watch(IntentId intent) {
        Watch watch = new Watch(intent);
        watches.add(intent, watch);
        return watch;
    }

    /**
     * Passes on events that this process has just committed, before the reader receives them. Watches ignore events
     * that they have seen.
     */
    public void committed(List<Encoded> events) {
        if (watches.isEmpty()) {
            return;
        }
        for (Encoded event : events) {
            Message<Event> message = codec.decode(event);
            IntentId intent = message.payload().intent();
            if (intent != null) {
                watches.of(intent).forEach(watch -> watch.seeEarly(message));
            }
        }
    }

    private void follow(ConsumerRecords<String, byte[]> records) throws InterruptedException {
        if (watches.isEmpty()) { // a watch begins before its intent is appended, so no event here is about one
            if (records.count() < MAX_BATCH) {
                watches.awaitAny(IDLE); // the next poll has the events of several transactions
            }
        } else {
            take(records);
        }
    }

    void take(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            Message<Event> message = KafkaRecords.message(codec, record);
            IntentId intent = message.payload().intent();
            if (intent != null) {
                watches.of(intent).forEach(watch -> watch.see(message));
            }
        }
    }

    /** Collects the events about one intent. Close it after use. */
    public final class Watch implements AutoCloseable {
        private final IntentId intent;
        private final CompletableFuture<Message<Event>> decision = new CompletableFuture<>();
        private final CompletableFuture<Message<Event>> outcome = new CompletableFuture<>();
        private final List<Message<Event>> seen = new CopyOnWriteArrayList<>();
        private volatile @Nullable LogPosition appendedAt;

        private Watch(IntentId intent) {
            this.intent = intent;
        }

        public IntentId intent() {
            return intent;
        }

        /**
         * The first event about the intent: its acceptance or rejection. Empty if there is no decision within
         * {@code bound}.
         */
        public Optional<Message<Event>> awaitDecision(Duration bound) {
            return await(decision, bound);
        }

        /**
         * The event that ends the intent; the last one if there are several. Empty if the intent does not end within
         * {@code bound}.
         */
        public Optional<Message<Event>> awaitOutcome(Duration bound) {
            return await(outcome, bound);
        }

        /** Like {@link #awaitOutcome(Duration)}, but also returns when {@code enough} completes. */
        public Optional<Message<Event>> awaitOutcome(Duration bound, CompletableFuture<?> enough) {
            await(CompletableFuture.anyOf(outcome, enough), bound);
            return Optional.ofNullable(outcome.getNow(null));
        }

        /** All events about the intent so far, by sequence. */
        public List<Message<Event>> seen() {
            return seen.stream()
                    .sorted(Comparator.comparingLong(Watch::sequence))
                    .toList();
        }

        private static long sequence(Message<Event> message) {
            return Objects.requireNonNull(message.envelope().sequence(), "an event without a sequence");
        }

        /**
         * Whether the decision answers an earlier record with the same intent id, so that the intent appended here is a
         * repeat.
         */
        public boolean isRepeat(Message<Event> decided) {
            return !Objects.equals(decided.envelope().input(), appendedAt);
        }

        @Override
        public void close() {
            watches.remove(intent, this);
        }

        void appendedAt(LogPosition position) {
            appendedAt = position;
        }

        /**
         * Takes a committed event before the reader receives it. This applies to decisions and container events only,
         * because the container views wait for committed events. Outcomes about accounts and the catalog must wait for
         * the reader, because callers look them up in tables that are read from the log. An outcome can be committed by
         * this process while the decision, committed by another process, has not been read yet; it is then ignored
         * here.
         */
        private synchronized void seeEarly(Message<Event> message) {
            Event event = message.payload();
            boolean mayBeReported =
                    !event.endsIntent() || event instanceof IntentRejected || event instanceof ContainerEvent;
            if (mayBeReported && (mayDecide(message) || !seen.isEmpty())) {
                see(message);
            }
        }

        private static boolean mayDecide(Message<Event> message) {
            LogPosition input = message.envelope().input();
            return input != null && input.topic().equals(Topic.INTENTS.topicName());
        }

        private synchronized void see(Message<Event> message) {
            String id = message.envelope().id();
            if (seen.stream().anyMatch(other -> other.envelope().id().equals(id))) {
                return;
            }
            seen.add(message);
            // A batch is accepted with one event for each container.
            if (seen.size() >= expected()) {
                decision.complete(seen.getFirst());
            }
            if (message.payload().endsIntent() && ended() == expected()) {
                outcome.complete(message);
            }
        }

        private long ended() {
            return seen.stream()
                    .filter(message -> message.payload().endsIntent())
                    .count();
        }

        private int expected() {
            return seen.getFirst().payload() instanceof ContainerPlaced placed && placed.batch() != null
                    ? placed.batch()
                    : 1;
        }

        private static <T> Optional<T> await(CompletableFuture<T> future, Duration bound) {
            try {
                return Optional.of(future.get(bound.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
