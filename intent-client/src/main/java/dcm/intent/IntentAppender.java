package dcm.intent;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.Intent;
import dcm.contract.topic.Topic;
import dcm.intent.IntentOutcomes.Watch;
import dcm.rest.access.ClientAddress;
import dcm.rest.problem.ProblemException;
import dcm.trace.SpanAttribute;
import dcm.trace.TraceSpan;
import dcm.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Appends intents to {@code dcm.intents}. When a method returns, the broker has acknowledged the record. Thread-safe.
 */
@ApplicationScoped
public class IntentAppender {
    private static final Duration BOUND = Duration.ofSeconds(10);

    /** If more intents are appended at the same time, those of a window are appended together: each request has its costs at the broker. */
    private static final int FEW = 3;

    private static final long WINDOW = Duration.ofMillis(4).toNanos();

    private final Codec<Intent> codec = new Codec<>(Families.INTENTS);
    private final MutinyEmitter<byte[]> emitter;
    private final IntentOutcomes outcomes;
    private final ClientAddress client;
    private final IntentRateLimit rate;
    private final Tracing tracing;
    private final Clock clock = Clock.systemUTC();
    private final String source;
    private final AtomicInteger sending = new AtomicInteger();

    IntentAppender(
            @Channel("intents") MutinyEmitter<byte[]> emitter,
            IntentOutcomes outcomes,
            ClientAddress client,
            IntentRateLimit rate,
            Tracing tracing,
            @ConfigProperty(name = "quarkus.application.name") String source) {
        this.emitter = emitter;
        this.outcomes = outcomes;
        this.client = client;
        this.rate = rate;
        this.tracing = tracing;
        this.source = source;
    }

    /**
     * Appends an intent of the current request. The caller must close the returned watch.
     *
     * @param id a new id, or the id derived from the caller's idempotency key
     * @throws ProblemException if the actor exceeds its rate
     * @throws LogUnreachableException if the broker did not acknowledge the record in time
     */
    public Watch append(AggregateId aggregate, Intent intent, Actor actor, IntentId id, TraceParent trace) {
        rate.count(actor, intent);
        Watch watch = outcomes.watch(id);
        String type = Families.INTENTS.nameOf(intent);
        try (TraceSpan span = tracing.child(trace, "record " + type, SpanKind.PRODUCER)
                .set(SpanAttribute.INTENT, id.value())
                .set(SpanAttribute.TYPE, type)) {
            Envelope envelope = Envelope.first(id.value(), source, aggregate, clock.instant(), actor, span.context())
                    .from(client.text());
            watch.appendedAt(span.call(() -> send(new Message<>(envelope, intent), id)));
            return watch;
        } catch (RuntimeException e) {
            watch.close();
            throw e;
        }
    }

    private LogPosition send(Message<Intent> message, IntentId id) {
        try {
            if (sending.incrementAndGet() > FEW) {
                LockSupport.parkNanos(WINDOW - Math.floorMod(System.nanoTime(), WINDOW));
            }
            return sendNow(message, id);
        } finally {
            sending.decrementAndGet();
        }
    }

    private LogPosition sendNow(Message<Intent> message, IntentId id) {
        var record = ChannelRecords.of(codec, message);
        OutgoingMessageMetadata<RecordMetadata> result = new OutgoingMessageMetadata<>();
        try {
            emitter.sendMessage(record.addMetadata(result)).await().atMost(BOUND);
        } catch (RuntimeException e) {
            throw new LogUnreachableException(id, isCertainlyUnsent(e), e);
        }
        RecordMetadata written = result.getResult();
        return new LogPosition(Topic.INTENTS.topicName(), written.partition(), written.offset());
    }

    /**
     * Whether the producer certainly sent nothing: it had no metadata for the topic, or it rejected the record itself.
     * After any other failure, such as an expired batch, the broker may have the record.
     */
    private static boolean isCertainlyUnsent(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return false;
        }
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException || cause instanceof SerializationException) {
                return true;
            }
            if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
                return String.valueOf(cause.getMessage()).contains("not present in metadata");
            }
        }
        return false;
    }
}
