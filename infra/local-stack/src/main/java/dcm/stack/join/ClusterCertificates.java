package dcm.stack.join;

import dcm.join.CertificateAuthority;
import dcm.join.PrivateFile;
import dcm.stack.installation.CertificateFiles;
import dcm.stack.installation.Installation;
import dcm.stack.installation.Secrets;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.io.IOException;
import java.nio.file.Files;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The installation's certificate authority, and the certificate of the servers that other machines connect to. Created
 * at the first start with a cluster address or TLS of the own authority, and renewed at a start when the certificate ends soon.
 */
public final class ClusterCertificates {
    /** The name of the startup step. */
    public static final String STEP = "certificates";

    private final Installation installation;
    private final CertificateFiles files;

    public ClusterCertificates(Installation installation) {
        this.installation = installation;
        this.files = installation.certificates();
    }

    public StartupStep step() {
        return new StartupStep(STEP, Set.of(), this::ensure);
    }

    private void ensure() {
        try {
            new EarlierFiles(installation).move();
            if (installation.publicAccess().isPresent()) {
                Files.createDirectories(files.directory());
                Files.createDirectories(files.publicDirectory(), Secrets.OWNER_ONLY_DIRECTORY); // for the API gateway
            }
            if (!installation.hasAuthority()) {
                return;
            }
            Files.createDirectories(files.directory());
            Files.createDirectories(installation.secrets().directory(), Secrets.OWNER_ONLY_DIRECTORY);
            Instant now = Instant.now();
            CertificateAuthority authority =
                    CertificateAuthority.ensure(files.authorityKey(), files.authority(), installation.id(), now);
            if (installation.clusterAddress().isPresent()) {
                ensureServer(authority, installation.clusterAddress().get(), now);
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot create the certificates in %s: %s".formatted(files.directory(), e), e);
        }
    }

    private void ensureServer(CertificateAuthority authority, String address, Instant now) throws IOException {
        // The key store is written last, so it is missing after a crash.
        if (!Files.exists(files.serverKeyStore()) || authority.mustRenew(files.server(), address, now)) {
            Files.deleteIfExists(files.serverKeyStore());
            KeyPair pair = CertificateAuthority.newKeyPair();
            CertificateAuthority.writeKey(files.serverKey(), pair.getPrivate());
            Files.writeString(
                    files.server(),
                    authority.serverCertificate(installation.hostName(), pair.getPublic(), List.of(address), now));
            writeKeyStore();
        }
    }

    private void writeKeyStore() throws IOException {
        PrivateFile.replace(
                files.serverKeyStore(), Files.readString(files.serverKey()) + Files.readString(files.server()));
    }
}
