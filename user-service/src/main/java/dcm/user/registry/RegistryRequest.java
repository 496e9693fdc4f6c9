package dcm.user.registry;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.RegistryName;
import dcm.contract.intent.RegistryIntent.PermitRegistry;
import dcm.contract.registry.RegistryOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT /v1/catalog/registries/NAME}. */
public record RegistryRequest(
        @Schema(
                description =
                        "Other servers to which the registry may refer, such as its token server. They receive the"
                                + " users' credentials and may have internal addresses. Default: none",
                examples = "[\"tokens.lab.example\"]")
        @Nullable
        List<String> hosts,

        @Schema(description = "Whether users may pull but not push. Default: false") @Nullable
        Boolean pullOnly,

        @Schema(
                description = "Whether to use HTTP without TLS: everybody in the network can read the credentials."
                        + " Default: false")
        @Nullable
        Boolean plainHttp,

        @Schema(description = "Certificates of the CAs to trust, in PEM format. Default: public CAs") @Nullable
        String certificates) {
    private static final int MAX_HOSTS = 20;
    private static final int LARGEST_CERTIFICATES = 1 << 16;

    PermitRegistry toIntent(RegistryName name) {
        List<RegistryName> named = Objects.requireNonNullElse(hosts, List.<String>of()).stream()
                .map(RegistryName::new)
                .distinct()
                .toList();
        if (named.size() > MAX_HOSTS) {
            throw new InvalidValueException("hosts: At most " + MAX_HOSTS + " servers; got " + named.size() + ".");
        }
        boolean isPlain = Boolean.TRUE.equals(plainHttp);
        if (isPlain && certificates != null) {
            throw new InvalidValueException(
                    "certificates: HTTP without TLS uses no certificates. Set only one of them.");
        }
        return new PermitRegistry(
                name, new RegistryOptions(named, Boolean.TRUE.equals(pullOnly), isPlain, checked(certificates)));
    }

    private static @Nullable String checked(@Nullable String pem) {
        if (pem == null) {
            return null;
        }
        if (pem.contains("PRIVATE KEY")) {
            throw new InvalidValueException(
                    "certificates: The file contains a private key; it was not stored. Send the certificates only.");
        }
        try {
            boolean isEmpty = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
            if (!isEmpty && pem.length() <= LARGEST_CERTIFICATES) {
                return pem;
            }
        } catch (CertificateException e) {
            // Handled like an empty file.
        }
        throw new InvalidValueException("certificates: At least one certificate in PEM format, at most 64 KiB.");
    }
}
