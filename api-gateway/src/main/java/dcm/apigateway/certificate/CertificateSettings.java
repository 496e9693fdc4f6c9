package dcm.apigateway.certificate;

import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which certificate the public listener has, and where it is stored. */
@Singleton
class CertificateSettings {
    private final TlsMode mode;
    private final Optional<URI> url;
    private final Optional<Path> certificate;
    private final Optional<Path> key;
    private final Optional<Path> authority;
    private final Optional<Path> authorityKey;
    private final Acme acme;

    /**
     * The settings for ACME.
     *
     * @param ca a file with the authority of the server's own certificate; empty: those of the JDK
     */
    record Acme(Optional<URI> directory, Optional<String> email, Optional<Path> accountKey, Optional<Path> ca) {}

    CertificateSettings(
            @ConfigProperty(name = "dcm.tls") TlsMode mode,
            @ConfigProperty(name = "dcm.public-url") Optional<URI> url,
            @ConfigProperty(name = "dcm.tls.certificate") Optional<Path> certificate,
            @ConfigProperty(name = "dcm.tls.key") Optional<Path> key,
            @ConfigProperty(name = "dcm.tls.authority") Optional<Path> authority,
            @ConfigProperty(name = "dcm.tls.authority-key") Optional<Path> authorityKey,
            @ConfigProperty(name = "dcm.acme.directory") Optional<URI> directory,
            @ConfigProperty(name = "dcm.acme.email") Optional<String> email,
            @ConfigProperty(name = "dcm.acme.account-key") Optional<Path> accountKey,
            @ConfigProperty(name = "dcm.acme.ca") Optional<Path> ca) {
        this.mode = mode;
        this.url = url;
        this.certificate = certificate;
        this.key = key;
        this.authority = authority;
        this.authorityKey = authorityKey;
        this.acme = new Acme(directory, email, accountKey, ca);
    }

    TlsMode mode() {
        return mode;
    }

    /** The URL under which users reach the gateway; empty if it is on loopback only. */
    Optional<URI> url() {
        return url;
    }

    /** The name that the certificate must have: the host of the public URL. */
    String host() {
        return PublicCertificate.withoutBrackets(required(url, "DCM_PUBLIC_URL").getHost());
    }

    Path certificate() {
        return required(certificate, "DCM_TLS_CERTIFICATE");
    }

    Path key() {
        return required(key, "DCM_TLS_KEY");
    }

    Path authority() {
        return required(authority, "DCM_TLS_AUTHORITY");
    }

    Path authorityKey() {
        return required(authorityKey, "DCM_TLS_AUTHORITY_KEY");
    }

    Acme acme() {
        return acme;
    }

    private <T> T required(Optional<T> value, String name) {
        return value.orElseThrow(() -> new IllegalStateException("DCM_TLS is '%s', but %s is not set."
                .formatted(mode.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'), name)));
    }
}
