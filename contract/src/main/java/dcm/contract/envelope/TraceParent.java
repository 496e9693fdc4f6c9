package dcm.contract.envelope;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code traceparent} of the W3C trace context (version 00). It identifies one request across all services and
 * topics, so that its log lines can be found together.
 */
public record TraceParent(String value) {
    private static final Pattern SHAPE = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final SecureRandom RANDOM = new SecureRandom();

    public TraceParent {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a traceparent");
        }
    }

    /** Parses a header; empty if it is not a valid {@code traceparent}. */
    public static Optional<TraceParent> parse(String header) {
        return SHAPE.matcher(header).matches() ? Optional.of(new TraceParent(header)) : Optional.empty();
    }

    /** The context of a span. */
    public static TraceParent of(String traceId, String spanId, boolean sampled) {
        return new TraceParent("00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00"));
    }

    /** Starts a new trace, of which nobody records spans. */
    public static TraceParent fresh() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        HexFormat hex = HexFormat.of();
        return of(hex.formatHex(bytes, 0, 16), hex.formatHex(bytes, 16, 24), false);
    }

    /** The trace id of 32 hexadecimal digits, which all records and log lines of a request share. */
    public String traceId() {
        return value.substring(3, 35);
    }

    /** The id of the span that wrote this, of 16 hexadecimal digits. */
    public String spanId() {
        return value.substring(36, 52);
    }

    /** Whether that span is recorded. */
    public boolean isSampled() {
        return (HexFormat.fromHexDigits(value, 53, 55) & 1) != 0;
    }
}
