package dcm.contract.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A message in its Kafka format: CloudEvents binary mode, attributes in headers, payload as JSON. */
@SuppressWarnings("ArrayRecordComponent") // Kafka clients use arrays; never compared
public record Encoded(Map<String, String> headers, byte[] value) {
    public Encoded {
        headers = Map.copyOf(headers);
    }

    /** The size in bytes, with headers and uncompressed. */
    public int size() {
        return value.length
                + headers.entrySet().stream()
                        .mapToInt(header -> bytes(header.getKey()) + bytes(header.getValue()))
                        .sum();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
