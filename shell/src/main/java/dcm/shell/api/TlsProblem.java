package dcm.shell.api;

import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;

/** States why a connection with TLS was not established. */
public final class TlsProblem {
    private TlsProblem() {}

    /** A sentence without the address of the server. */
    public static String sentence(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return "The certificate of the server has expired. Nothing was sent.";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "The certificate of the server is not valid yet. Check the clock of this machine. Nothing was sent.";
            }
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("subject alternative") || message.contains("no name matching")) {
                return "The certificate of the server is for another name: %s. Nothing was sent."
                        .formatted(cause.getMessage());
            }
            if (message.contains("unable to find valid certification path")
                    || (cause instanceof CertPathValidatorException && message.contains("trust anchor"))) {
                return "The certificate of the server is signed by an authority that this program does not know. Nothing was"
                        + " sent.";
            }
        }
        return "No connection with TLS: %s. Nothing was sent.".formatted(failure.getMessage());
    }
}
