package dcm.contract.envelope;

import java.util.Map;

/** A message in its Kafka format: CloudEvents binary mode, attributes in headers, payload as JSON. */
@SuppressWarnings("ArrayRecordComponent") // Kafka clients use arrays; never compared
public record Encoded(Map<String, String> headers, byte[] value) {
    public Encoded {
        headers = Map.copyOf(headers);
    }
}
