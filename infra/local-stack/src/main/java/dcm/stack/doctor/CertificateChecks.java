package dcm.stack.doctor;

import dcm.contract.report.Finding;
import dcm.stack.installation.CertificateFiles;
import dcm.stack.installation.ForeignBroker;
import dcm.stack.installation.ForeignIssuer;
import dcm.stack.installation.Installation;
import dcm.stack.installation.PublicAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks until when the certificates of the installation are valid. While the API gateway runs, it checks that of the public URL. */
final class CertificateChecks {
    private static final String CERTIFICATE = "certificate";

    private CertificateChecks() {}

    static List<Finding> of(Installation installation, Instant now) {
        CertificateFiles files = installation.certificates();
        List<Finding> findings = new ArrayList<>();
        if (installation.hasAuthority()) {
            check(
                    findings,
                    "The certificate authority of the installation",
                    files.authority(),
                    Duration.ofDays(365),
                    now,
                    "With a new one, all other hosts must join again, and users must trust it: see \"Where things are\" in"
                            + " docs/operations.md. Plan that before the end.");
        }
        if (installation.clusterAddress().isPresent()) {
            check(
                    findings,
                    "The certificate with which other machines of the installation connect to this one",
                    files.server(),
                    Duration.ofDays(60),
                    now,
                    "DCM renews it at a start: ./dcm down; ./dcm up");
        }
        installation
                .foreignIssuer()
                .flatMap(ForeignIssuer::ca)
                .ifPresent(file -> checkBundle(
                        findings,
                        "The authority of the issuer's certificate (DCM_ISSUER_CA)",
                        file,
                        Duration.ofDays(30),
                        now,
                        "Get the new one from the administrators of the issuer, and restart DCM."));
        installation
                .foreignBroker()
                .flatMap(ForeignBroker::ca)
                .ifPresent(file -> checkBundle(
                        findings,
                        "The authority of Kafka's certificates (DCM_KAFKA_CA)",
                        file,
                        Duration.ofDays(30),
                        now,
                        "Get the new one from the administrators of Kafka, and restart DCM."));
        installation.foreignDatabases().stream()
                .flatMap(databases -> databases.authorities().stream())
                .forEach(file -> checkBundle(
                        findings,
                        "The authority of PostgreSQL's certificate (sslrootcert)",
                        file,
                        Duration.ofDays(30),
                        now,
                        "Get the new one from the administrators of PostgreSQL, and restart DCM."));
        return findings;
    }

    /** The file of the certificate of the public URL, if the API gateway has made it, or an administrator has named it. */
    static List<Finding> ofPublicUrl(Installation installation, Instant now) {
        List<Finding> findings = new ArrayList<>();
        Optional.ofNullable(installation.publicEnvironment().get("DCM_TLS_CERTIFICATE"))
                .filter(file -> !file.isBlank())
                .map(Path::of)
                .filter(file -> Files.exists(file)
                        || installation
                                .publicAccess()
                                .flatMap(PublicAccess::files)
                                .isPresent())
                .ifPresent(file -> check(
                        findings,
                        "The certificate of the public URL",
                        file,
                        Duration.ofDays(21),
                        now,
                        "The API gateway renews it, unless it is yours (DCM_TLS_CERTIFICATE). See docs/opening.md."));
        return findings;
    }

    private static void check(
            List<Finding> findings, String what, Path file, Duration notice, Instant now, String remedy) {
        try {
            findings.add(end(what, file, firstEnd(file), notice, now, remedy));
        } catch (IOException | CertificateException e) {
            findings.add(Findings.problem(
                    CERTIFICATE,
                    "%s cannot be read: %s".formatted(what, Findings.reason(e)),
                    "Restore %s from a backup, or run ./dcm up.".formatted(file)));
        }
    }

    /** Of several certificates, one that is valid is enough. */
    private static void checkBundle(
            List<Finding> findings, String what, Path file, Duration notice, Instant now, String remedy) {
        List<Finding> found = new ArrayList<>();
        check(found, what, file, notice, now, remedy);
        for (Finding finding : found) {
            findings.add(
                    finding.level() == Finding.Level.PROBLEM && outlasts(file, now.plus(notice))
                            ? Findings.warning(CERTIFICATE, finding.detail(), remedy)
                            : finding);
        }
    }

    private static boolean outlasts(Path file, Instant time) {
        try {
            return ends(file).anyMatch(end -> end.isAfter(time));
        } catch (IOException | CertificateException e) {
            return false;
        }
    }

    /** When the first of the certificates in a file ends. */
    static Instant firstEnd(Path file) throws IOException, CertificateException {
        return ends(file).min(Comparator.naturalOrder()).orElseThrow(() -> new IOException("it has no certificate"));
    }

    private static Stream<Instant> ends(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(certificate ->
                            ((X509Certificate) certificate).getNotAfter().toInstant());
        }
    }

    static Finding end(String what, Path file, Instant end, Duration notice, Instant now, String remedy) {
        String detail = "%s, %s, %s at %s.".formatted(what, file, end.isBefore(now) ? "ended" : "ends", end);
        if (end.isBefore(now.plus(Duration.ofDays(7)))) {
            return Findings.problem(CERTIFICATE, detail, remedy);
        }
        return end.isBefore(now.plus(notice))
                ? Findings.warning(CERTIFICATE, detail, remedy)
                : Findings.ok(CERTIFICATE, detail);
    }
}
