package dcm.contract.registry;

import dcm.contract.identity.RegistryName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How workers access a permitted registry.
 *
 * @param hosts other servers to which the registry may refer workers, such as its token server. They receive the user's
 *     credentials, and may have internal addresses
 * @param pullOnly whether users may pull but not push
 * @param plainHttp whether workers use HTTP without TLS for the registry and {@code hosts}
 * @param certificates certificates of CAs in PEM format, which workers trust for the registry and {@code hosts}; null:
 *     the CAs of the Java runtime
 */
public record RegistryOptions(
        List<RegistryName> hosts,
        boolean pullOnly,
        boolean plainHttp,
        @Nullable String certificates) {
    /** HTTPS with a public certificate, for pull and push. */
    public static final RegistryOptions DEFAULT = new RegistryOptions(List.of(), false, false, null);

    public RegistryOptions {
        hosts = List.copyOf(hosts);
    }
}
