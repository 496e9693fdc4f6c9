package dcm.contract.authentication;

import dcm.contract.codec.Header;
import dcm.contract.envelope.Encoded;
import dcm.contract.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who has written a report or notice. Thread-safe. */
public final class ReportVerifier {
    private final String secret;

    /** @param secret of the installation, from which {@link ReportKey#derive} derives the keys of all sources */
    public ReportVerifier(String secret) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException("the secret for reports is empty");
        }
        this.secret = secret;
    }

    /** With the secret in a file. */
    public static ReportVerifier read(Path file) throws IOException {
        return new ReportVerifier(Files.readString(file).strip());
    }

    /** A record without a value, which only a hostile client writes to these topics. */
    @SuppressWarnings("ConstantValue") // Kafka's records can have no value, also where the type does not say so
    private static boolean isTombstone(Encoded record) {
        return record.value() == null;
    }

    /**
     * The source that has written the record.
     *
     * @return empty if the source in the envelope has not written this record
     */
    public Optional<ReportSource> source(Topic topic, @Nullable String key, Encoded record) {
        if (isTombstone(record)) {
            return Optional.empty();
        }
        return Optional.ofNullable(record.headers().get(Header.SOURCE))
                .flatMap(ReportSource::parse)
                .filter(source ->
                        key != null && ReportKey.derive(secret, source).hasWritten(topic, key, record));
    }
}
