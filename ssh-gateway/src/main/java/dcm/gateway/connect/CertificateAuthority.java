package dcm.gateway.connect;

import dcm.contract.identity.OwnerName;
import dcm.gateway.state.KeyFile;
import dcm.gateway.state.StateFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.KeyPairProvider;

/**
 * Issues SSH user certificates (OpenSSH's PROTOCOL.certkeys) for logins from the gateway to containers. Each login gets
 * a new certificate, which is valid for one minute and only in containers of one account. Thread-safe.
 */
@Singleton
class CertificateAuthority {
    private static final String FILE = "container-ca";
    private static final Duration LIFETIME = Duration.ofMinutes(1);
    /** How far a host's clock may be behind. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final KeyPair authority;

    CertificateAuthority(StateFiles files) throws IOException, GeneralSecurityException {
        this.authority = KeyFile.readOrMake(files.directory().resolve(FILE), KeyPairProvider.SSH_ED25519, 256);
    }

    /** Creates a key pair with a certificate that the containers of this account accept until it expires. */
    KeyPair identity(OwnerName account) throws GeneralSecurityException {
        KeyPair pair = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        Instant now = Instant.now();
        try {
            OpenSshCertificate certificate = OpenSshCertificateBuilder.userCertificate()
                    .publicKey(pair.getPublic())
                    .id("dcm-gateway " + account)
                    .principals(List.of(account.value()))
                    .extension("permit-pty", "")
                    .validAfter(now.minus(CLOCKS_DIFFER))
                    .validBefore(now.plus(LIFETIME))
                    .sign(authority);
            return new KeyPair(certificate, pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw e;
        } catch (Exception e) { // the builder declares Exception
            throw new GeneralSecurityException(e);
        }
    }
}
