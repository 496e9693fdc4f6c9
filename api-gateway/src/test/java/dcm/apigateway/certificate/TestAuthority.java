package dcm.apigateway.certificate;

import dcm.join.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;

/** A certificate authority in a directory. */
final class TestAuthority {
    private final CertificateAuthority authority;

    TestAuthority(Path directory) throws IOException {
        authority = CertificateAuthority.ensure(
                directory.resolve("ca.key"), directory.resolve("ca.crt"), "test", Instant.now());
    }

    /** Writes a certificate for {@code host} that was issued at {@code issued}, and its key. */
    void issue(String host, Instant issued, Path certificate, Path key) throws IOException {
        KeyPair pair = CertificateAuthority.newKeyPair();
        Files.writeString(certificate, authority.serverCertificate(host, pair.getPublic(), List.of(host), issued));
        CertificateAuthority.writeKey(key, pair.getPrivate());
    }
}
