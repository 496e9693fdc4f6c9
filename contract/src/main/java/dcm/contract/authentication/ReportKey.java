package dcm.contract.authentication;

import dcm.contract.codec.Header;
import dcm.contract.envelope.Encoded;
import dcm.contract.topic.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key with which one source authenticates its records: HMAC-SHA-256 over the topic, the record's key, all headers and
 * the value, in the header {@link Header#AUTHENTICATION}. Thread-safe.
 */
public final class ReportKey {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private ReportKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * The key of a source, derived from the installation's secret. A source that has its key cannot compute another one.
     *
     * @param secret of the installation
     */
    public static ReportKey derive(String secret, ReportSource source) {
        return new ReportKey(mac(
                new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM), "report-key/" + source.value()));
    }

    /**
     * Reads the key of a source, in the format of {@link #text}.
     *
     * @throws IOException if the file cannot be read or contains no key
     */
    public static ReportKey read(Path file) throws IOException {
        try {
            return parse(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " contains no key for reports: " + e.getMessage(), e);
        }
    }

    /** The key with this {@link #text}. */
    public static ReportKey parse(String text) {
        byte[] key = Base64.getUrlDecoder().decode(text);
        if (key.length != 32) {
            throw new IllegalArgumentException("a key has 32 bytes, not " + key.length);
        }
        return new ReportKey(key);
    }

    /** The key as text: base64url. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getEncoded());
    }

    /** The record with the header that authenticates it. */
    public Encoded authenticate(Topic topic, String recordKey, Encoded record) {
        Map<String, String> headers = new LinkedHashMap<>(record.headers());
        headers.put(Header.AUTHENTICATION, code(topic, recordKey, record));
        return new Encoded(headers, record.value());
    }

    /** Whether the owner of this key has written the record. */
    public boolean hasWritten(Topic topic, String recordKey, Encoded record) {
        String code = record.headers().getOrDefault(Header.AUTHENTICATION, "");
        return MessageDigest.isEqual(
                code.getBytes(StandardCharsets.UTF_8),
                code(topic, recordKey, record).getBytes(StandardCharsets.UTF_8));
    }

    /** The authentication code of these texts. The first text names their purpose. */
    public String authenticate(List<String> texts) {
        Mac mac = mac(key);
        texts.forEach(text -> update(mac, text));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    }

    /** Whether {@code code} authenticates these texts. */
    public boolean hasAuthenticated(String code, List<String> texts) {
        return MessageDigest.isEqual(
                code.getBytes(StandardCharsets.UTF_8), authenticate(texts).getBytes(StandardCharsets.UTF_8));
    }

    private String code(Topic topic, String recordKey, Encoded record) {
        Mac mac = mac(key);
        update(mac, topic.topicName());
        update(mac, recordKey);
        update(mac, record.value());
        new TreeMap<>(record.headers()).forEach((name, value) -> {
            if (!name.equals(Header.AUTHENTICATION)) {
                update(mac, name);
                update(mac, value);
            }
        });
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    }

    private static void update(Mac mac, String text) {
        update(mac, text.getBytes(StandardCharsets.UTF_8));
    }

    /** With the length in front, so that no two records have the same input. */
    private static void update(Mac mac, byte[] bytes) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        return mac(key).doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
