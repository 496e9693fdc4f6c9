package dcm.stack.join;

import dcm.contract.authentication.ReportKey;
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
import java.net.URI;
import java.nio.file.Files;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Set;

/** The certificate of this machine's worker, if this machine has joined an installation. Renewed before it ends. */
public final class HostCertificate {
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
            X509Certificate authority = CertificateAuthority.readCertificate(Files.readString(files.authority()));
            RenewalResponse renewed = new InstallationClient(URI.create(joined.server()), authority, joined.address())
                    .post(
                            "/v1/hosts/renewals",
                            new RenewalRequest(installation.hostName(), request, joined.address(), authentication),
                            RenewalResponse.class);
            CertificateAuthority.writeKey(files.serverKey(), pair.getPrivate());
            Files.writeString(files.server(), renewed.certificate());
        } catch (IOException e) {
            throw new StackFailure("Cannot renew the certificate: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while renewing the certificate.", e);
        }
    }
}
