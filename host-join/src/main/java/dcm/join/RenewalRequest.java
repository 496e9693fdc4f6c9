package dcm.join;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host's request for a new certificate.
 *
 * @param host the name of the host
 * @param certificateRequest a certificate signing request for the worker's server, as PEM
 * @param address the IP address at which the worker is reached
 * @param authentication the authentication code of the other fields, with the host's key for reports
 */
public record RenewalRequest(
        @Nullable String host,
        @Nullable String certificateRequest,
        @Nullable String address,
        @Nullable String authentication) {
    /** What the authentication code protects. */
    public static List<String> protectedFields(String host, String certificateRequest, String address) {
        return List.of("host-certificate", host, certificateRequest, address);
    }
}
