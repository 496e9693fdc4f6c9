package dcm.apigateway.certificate;

import dcm.join.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lets the installation's own authority sign the certificate. */
final class OwnAuthorityRenewal implements CertificateRenewal {
    private final CertificateSettings settings;

    OwnAuthorityRenewal(CertificateSettings settings) {
        this.settings = settings;
    }

    @Override
    public void renewIfDue(Optional<PublicCertificate> current, Instant now) throws IOException {
        CertificateAuthority authority = CertificateAuthority.load(settings.authorityKey(), settings.authority());
        String host = settings.host();
        if (current.isPresent() && !authority.mustRenew(settings.certificate(), host, now)) {
            return;
        }
        KeyPair pair = CertificateAuthority.newKeyPair();
        CertificateAuthority.writeKey(settings.key(), pair.getPrivate());
        Files.writeString(
                settings.certificate(), authority.serverCertificate(host, pair.getPublic(), List.of(host), now));
    }
}
