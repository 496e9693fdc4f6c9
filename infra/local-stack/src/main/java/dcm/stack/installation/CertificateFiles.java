package dcm.stack.installation;

import java.nio.file.Path;

/**
 * The files with keys and certificates for connections between machines.
 *
 * @param directory contains the certificates
 * @param secrets contain the private keys
 */
public record CertificateFiles(Path directory, Secrets secrets) {
    private static final String ACME_ACCOUNT = "acme-account-";

    /** The certificate of the installation's certificate authority. */
    public Path authority() {
        return directory.resolve("ca.crt");
    }

    /** The private key of the certificate authority; only on the machine that runs all parts. */
    public Path authorityKey() {
        return secrets.file("ca.key");
    }

    /** The certificate of this machine's servers, followed by the authority's. */
    public Path server() {
        return directory.resolve("server.crt");
    }

    /** The private key of this machine's servers. */
    public Path serverKey() {
        return secrets.file("server.key");
    }

    /** What the API gateway obtains and renews itself: certificates for the public URL, their keys, and its accounts at ACME servers. */
    public Path publicDirectory() {
        return directory.resolve("public");
    }

    /** The certificate and the key of the API gateway for users on other machines. Those that DCM creates have a file for each source. */
    PublicAccess.KeyFiles publicFiles(PublicAccess access) {
        String name = access.tls() + (access.tls() == TlsMode.ACME ? "-" + server(access) : "");
        return access.files()
                .orElseGet(() -> new PublicAccess.KeyFiles(
                        publicDirectory().resolve(name + ".crt"),
                        publicDirectory().resolve(name + ".key")));
    }

    /** The key of the account at the ACME server. */
    Path acmeAccountKey(PublicAccess access) {
        return publicDirectory().resolve(ACME_ACCOUNT + server(access) + ".key");
    }

    private static String server(PublicAccess access) {
        return access.acmeDirectory().getAuthority().replaceAll("[^A-Za-z0-9.-]", "-");
    }

    /** Key and certificates in one file, as the broker reads them. */
    public Path serverKeyStore() {
        return secrets.file("server.pem");
    }
}
