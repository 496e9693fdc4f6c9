package dcm.contract.codec;

import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the messages of one family. The format is the CloudEvents 1.0 Kafka binding in binary mode
 * ({@code ce_*} headers, JSON value) with DCM's own attributes as extensions and the W3C {@code traceparent} header.
 * Thread-safe.
 */
public final class Codec<T> {
    private final Family<T> family;

    public Codec(Family<T> family) {
        this.family = family;
    }

    public Encoded encode(Message<? extends T> message) {
        Envelope envelope = message.envelope();
        T payload = message.payload();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Header.SPEC_VERSION, "1.0");
        headers.put(Header.ID, envelope.id());
        headers.put(Header.TYPE, family.nameOf(payload));
        headers.put(Header.SCHEMA_VERSION, Integer.toString(family.versionOf(payload)));
        headers.put(Header.SOURCE, envelope.source());
        headers.put(Header.SUBJECT, envelope.aggregate().value());
        headers.put(Header.TIME, envelope.time().toString());
        headers.put(Header.ACTOR, envelope.actor().value());
        headers.put(Header.CORRELATION, envelope.correlation());
        headers.put(Header.CAUSATION, envelope.causation());
        headers.put(Header.TRACE_PARENT, envelope.trace().value());
        headers.put(Header.CONTENT_TYPE, "application/json");
        if (envelope.sequence() != null) {
            headers.put(Header.SEQUENCE, envelope.sequence().toString());
        }
        if (envelope.input() != null) {
            headers.put(Header.INPUT_TOPIC, envelope.input().topic());
            headers.put(
                    Header.INPUT_PARTITION, Integer.toString(envelope.input().partition()));
            headers.put(Header.INPUT_OFFSET, Long.toString(envelope.input().offset()));
        }
        if (envelope.origin() != null) {
            headers.put(Header.ORIGIN, envelope.origin());
        }
        return new Encoded(headers, family.write(payload));
    }

    /**
     * Reads a message of any version ever written.
     *
     * @throws UnreadableRecordException if this version of DCM cannot read the record; the reader must then stop and
     *     report the position
     */
    public Message<T> decode(Encoded encoded) {
        Headers headers = new Headers(encoded.headers());
        try {
            Envelope envelope = new Envelope(
                    headers.required(Header.ID),
                    headers.required(Header.SOURCE),
                    new AggregateId(headers.required(Header.SUBJECT)),
                    Instant.parse(headers.required(Header.TIME)),
                    new Actor(headers.required(Header.ACTOR)),
                    headers.required(Header.CORRELATION),
                    headers.required(Header.CAUSATION),
                    new TraceParent(headers.required(Header.TRACE_PARENT)),
                    headers.number(Header.SEQUENCE),
                    input(headers),
                    headers.values().get(Header.ORIGIN));
            int version = Integer.parseInt(headers.required(Header.SCHEMA_VERSION));
            return new Message<>(envelope, family.read(headers.required(Header.TYPE), version, encoded.value()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnreadableRecordException("damaged headers: " + e.getMessage(), e);
        }
    }

    private static @Nullable LogPosition input(Headers headers) {
        Long partition = headers.number(Header.INPUT_PARTITION);
        Long offset = headers.number(Header.INPUT_OFFSET);
        return partition == null || offset == null
                ? null
                : new LogPosition(headers.required(Header.INPUT_TOPIC), partition.intValue(), offset);
    }

    private record Headers(Map<String, String> values) {
        String required(String name) {
            String value = values.get(name);
            if (value == null) {
                throw new UnreadableRecordException("the header " + name + " is missing");
            }
            return value;
        }

        @Nullable
        Long number(String name) {
            String value = values.get(name);
            return value == null ? null : Long.valueOf(value);
        }
    }
}
