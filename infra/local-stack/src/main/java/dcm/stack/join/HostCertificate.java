package dcm.stack.join;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.authentication.ReportKey;
import dcm.join.AuthorityTrust;
import dcm.join.CertificateAuthority;
import dcm.join.CertificateRequest;
import dcm.join.RenewalRequest;
import dcm.join.RenewalResponse;
import dcm.stack.installation.CertificateFiles;
import dcm.stack.installation.Installation;
import dcm.stack.installation.JoinedInstallation;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** The certificate of this machine's worker, if this machine has joined an installation. Renewed before it ends. */
public final class HostCertificate {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Installation installation;
    private final CertificateFiles files;

    public HostCertificate(Installation installation) {
        this.installation = installation;
        this.files = installation.certificates();
    }

    /** Renews the certificate at a start in its last 90 days. If that fails, the worker starts with the present one. */
    public StartupStep step() {
        return new StartupStep("certificate", Set.of(), report -> {
            try {
                if (CertificateAuthority.endsSoon(files.server(), Instant.now())) {
                    renew();
                    report.accept("certificate … renewed");
                }
            } catch (IOException | StackFailure e) {
                report.accept("certificate … not renewed: " + e.getMessage());
            }
        });
    }

    /**
     * Replaces the key and the certificate.
     *
     * @throws StackFailure if the installation refuses; the present ones stay
     */
    public void renew() {
        JoinedInstallation joined = installation.joined().orElseThrow();
        KeyPair pair = CertificateAuthority.newKeyPair();
        try {
            String request = CertificateRequest.create(installation.hostName(), pair);
            String authentication = ReportKey.read(installation.workerReportKey())
                    .authenticate(RenewalRequest.protectedFields(installation.hostName(), request, joined.address()));
            RenewalResponse renewed = send(
                    joined, new RenewalRequest(installation.hostName(), request, joined.address(), authentication));
            CertificateAuthority.writeKey(files.serverKey(), pair.getPrivate());
            Files.writeString(files.server(), renewed.certificate());
        } catch (IOException e) {
            throw new StackFailure("Cannot renew the certificate: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while renewing the certificate.", e);
        }
    }

    private RenewalResponse send(JoinedInstallation joined, RenewalRequest request)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .localAddress(InetAddress.ofLiteral(joined.address()))
                .sslContext(
                        AuthorityTrust.of(CertificateAuthority.readCertificate(Files.readString(files.authority()))))
                .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(joined.server()).resolve("/v1/hosts/renewals"))
                            .timeout(TIMEOUT)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(JSON.writeValueAsString(request)))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new StackFailure(JSON.readTree(answer.body())
                        .path("detail")
                        .asText("The server answered " + answer.statusCode() + "."));
            }
            return JSON.readValue(answer.body(), RenewalResponse.class);
        }
    }
}
