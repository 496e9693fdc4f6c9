package dcm.contract.envelope;

import java.util.Map;

/** A message in its Kafka format: CloudEvents binary mode, attributes in headers, payload as JSON. */
@SuppressWarnings("ArrayRecordComponent") // Kafka clients use arrays; never compared
public record Encoded(Map<String, String> headers, byte[] value) {
    public Encoded {
        headers = Map.copyOf(headers);
    }

    /** An upper bound of the size in bytes, with headers and uncompressed: of a character, UTF-8 has three bytes at most. */
    public int sizeBound() {
        int size = value.length;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            size += 3 * (header.getKey().length() + header.getValue().length());
        }
        return size;
    }
}
