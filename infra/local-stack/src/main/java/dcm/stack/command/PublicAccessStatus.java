package dcm.stack.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.join.CertificateAuthority;
import dcm.stack.installation.Installation;
import dcm.stack.installation.PublicAccess;
import dcm.stack.installation.StackPort;
import dcm.stack.installation.TlsMode;
import dcm.stack.machine.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The public URL of an installation and its certificate, as the API gateway reports them.
 *
 * @param access empty: the installation is reachable on loopback only
 * @param certificateEnd when the certificate ends; empty if there is none, or the API gateway does not answer
 * @param attention what an administrator must know about it; empty if all is well
 * @param authority the path and fingerprint of DCM's own authority that users must trust; empty for other certificates
 */
record PublicAccessStatus(
        Optional<PublicAccess> access,
        Optional<String> certificateEnd,
        Optional<String> attention,
        Optional<Authority> authority) {
    private static final String CHECK = "public-access";

    record Authority(String path, String fingerprint) {}

    static PublicAccessStatus of(Installation installation) {
        Optional<PublicAccess> access = installation.publicAccess();
        if (access.isEmpty()) {
            return new PublicAccessStatus(access, Optional.empty(), Optional.empty(), Optional.empty());
        }
        Optional<JsonNode> reported = Http.json(installation.url(StackPort.API_GATEWAY) + "/q/health/ready")
                .flatMap(health -> health.path("checks")
                        .valueStream()
                        .filter(check -> check.path("name").asText().equals(CHECK))
                        .findFirst())
                .map(check -> check.path("data"));
        return new PublicAccessStatus(
                access,
                text(reported, "certificateEnd"),
                text(reported, "attention"),
                access.filter(own -> own.tls() == TlsMode.OWN_CA).flatMap(own -> authority(installation)));
    }

    private static Optional<String> text(Optional<JsonNode> data, String field) {
        return data.map(fields -> fields.path(field).asText()).filter(value -> !value.isEmpty());
    }

    private static Optional<Authority> authority(Installation installation) {
        var file = installation.certificates().authority();
        try {
            return Files.exists(file)
                    ? Optional.of(new Authority(
                            file.toString(),
                            CertificateAuthority.fingerprint(
                                    CertificateAuthority.readCertificate(Files.readString(file)))))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** For people; none if the installation is reachable on loopback only. */
    List<String> lines() {
        if (access.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("public URL: %s (TLS: %s%s)"
                .formatted(
                        access.get().url(),
                        access.get().tls(),
                        certificateEnd.map(end -> ", certificate ends " + end).orElse("")));
        authority.ifPresent(own -> {
            lines.add("certificate authority, which users' devices must trust: " + own.path());
            lines.add("  SHA-256 fingerprint: " + own.fingerprint());
        });
        attention.ifPresent(reason -> lines.add("ATTENTION certificate: " + reason));
        return lines;
    }

    /** For programs; nothing if the installation is reachable on loopback only. */
    void addTo(ObjectNode tree) {
        access.ifPresent(own -> {
            ObjectNode node = tree.putObject("publicAccess")
                    .put("url", own.url().toString())
                    .put("tls", own.tls().toString());
            certificateEnd.ifPresent(end -> node.put("certificateEnd", end));
            attention.ifPresent(reason -> node.put("attention", reason));
            authority.ifPresent(ca -> node.put("authority", ca.path()).put("authorityFingerprint", ca.fingerprint()));
        });
    }
}
