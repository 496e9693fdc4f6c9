package dcm.apigateway.certificate;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Renews the certificate in the files, if DCM itself obtains it. */
@FunctionalInterface
interface CertificateRenewal {
    /** For files that an administrator renews. */
    CertificateRenewal NONE = (current, now) -> {};

    /**
     * Obtains a certificate and stores it in the files, if that is due.
     *
     * @param current the certificate in the files; empty if there is none, or it is not usable
     * @throws IOException if it fails, with the reason
     */
    void renewIfDue(Optional<PublicCertificate> current, Instant now) throws IOException, InterruptedException;
}
