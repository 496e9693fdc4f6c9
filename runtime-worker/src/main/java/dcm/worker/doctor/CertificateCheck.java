package dcm.worker.doctor;

import dcm.contract.report.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** Checks until when the certificate of a worker is valid. Without it, nobody could reach the inside of the host's containers. */
final class CertificateCheck {
    private static final String CERTIFICATE = "certificate";

    /** A start renews the certificate in its last 90 days. */
    private static final Duration NOTICE = Duration.ofDays(60);

    private static final Duration URGENT = Duration.ofDays(7);

    private static final String REMEDY = "DCM renews it at a start. On this host, as root: dcm down; dcm up";

    private CertificateCheck() {}

    /** @param file the certificate in the format PEM */
    static Finding of(Path file, Instant now) {
        Instant end;
        try {
            end = end(file);
        } catch (IOException | CertificateException e) {
            return Findings.problem(
                    CERTIFICATE,
                    "The certificate of this host's worker, %s, cannot be read: %s".formatted(file, e),
                    "Restore the file, or let the host join again.");
        }
        String detail = "The certificate of this host's worker, %s, %s at %s."
                .formatted(file, end.isBefore(now) ? "ended" : "ends", end);
        if (end.isBefore(now.plus(URGENT))) {
            return Findings.problem(CERTIFICATE, detail, REMEDY);
        }
        return end.isBefore(now.plus(NOTICE))
                ? Findings.warning(CERTIFICATE, detail, REMEDY)
                : Findings.ok(CERTIFICATE, detail);
    }

    private static Instant end(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return certificate.getNotAfter().toInstant();
        }
    }
}
