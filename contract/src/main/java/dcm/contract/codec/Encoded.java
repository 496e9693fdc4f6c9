package dcm.contract.codec;

import java.util.Map;

/** A message as it stands in the log: CloudEvents binary mode, attributes in headers, payload as JSON. */
@SuppressWarnings(
        "ArrayRecordComponent") // bytes on their way to or from a client that takes and gives arrays; never compared
public record Encoded(Map<String, String> headers, byte[] value) {
    public Encoded {
        headers = Map.copyOf(headers);
    }
}
