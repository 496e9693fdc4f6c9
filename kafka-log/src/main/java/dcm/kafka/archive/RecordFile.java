package dcm.kafka.archive;

import dcm.contract.identity.Sha256;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** The format of the archive's files: a version and records, compressed with gzip. */
final class RecordFile {
    static final int VERSION = 1;
    static final int BUFFER = 1 << 16;

    private static final int NONE = -1;

    private RecordFile() {}

    static void write(DataOutputStream out, ConsumerRecord<String, byte[]> record) throws IOException {
        out.writeLong(record.offset());
        out.writeLong(record.timestamp());
        writeText(out, record.key());
        writeBytes(out, record.value());
        Header[] headers = record.headers().toArray();
        out.writeInt(headers.length);
        for (Header header : headers) {
            writeText(out, header.key());
            writeBytes(out, header.value());
        }
    }

    private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
        writeBytes(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private static void writeBytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? NONE : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    /** Opens a file of the archive for {@link #read}. */
    static DataInputStream open(Path file) throws IOException {
        InputStream opened = Files.newInputStream(file);
        try {
            var in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(opened, BUFFER), BUFFER));
            int version = in.readInt();
            if (version != VERSION) {
                throw new LogArchiveException(
                        "%s has the version %d, which this version of DCM cannot read.".formatted(file, version));
            }
            return in;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    static ConsumerRecord<String, byte[]> read(DataInputStream in, TopicPartition partition) throws IOException {
        long offset = in.readLong();
        long time = in.readLong();
        byte @Nullable [] key = readBytes(in);
        byte @Nullable [] value = readBytes(in);
        Headers headers = new RecordHeaders();
        for (int left = in.readInt(); left > 0; left--) {
            byte @Nullable [] name = readBytes(in);
            headers.add(name == null ? "" : text(name), readBytes(in));
        }
        return record(partition, offset, time, key, value, headers);
    }

    @SuppressWarnings("NullAway") // Kafka's records may have no key and no value
    private static ConsumerRecord<String, byte[]> record(
            TopicPartition partition,
            long offset,
            long time,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                time,
                TimestampType.CREATE_TIME,
                key == null ? NONE : key.length,
                value == null ? NONE : value.length,
                key == null ? null : text(key),
                value,
                headers,
                Optional.empty());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length == NONE) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length != length) {
            throw new EOFException("a record is cut off");
        }
        return bytes;
    }

    static String sha256(Path file) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
