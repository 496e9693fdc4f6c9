package dcm.worker.registry;

import dcm.contract.identity.ImageReference;
import dcm.contract.identity.RegistryName;
import dcm.contract.problem.ErrorCode;
import dcm.worker.operation.RegistryException;
import java.io.IOException;
import java.net.URI;
import javax.net.ssl.SSLException;

/** Explains to users why a request to a registry failed. Thread-safe. */
record RegistryErrors(RegistryName registry, ImageReference image, RegistryCredentials credentials) {
    /** In characters, of a DNS name and a port. */
    private static final int LONGEST_SERVER = 260;

    /** Explains a status other than success. */
    RegistryException refusal(int status) {
        return switch (status) {
            case 401, 403 -> denied();
            case 404 ->
                new RegistryException(
                        ErrorCode.UNKNOWN_IMAGE,
                        "The registry '" + registry + "' does not know '" + image.repository() + ":"
                                + image.version()
                                + "', or you may not see it. Check the name, and pass --username if it"
                                + " requires credentials.");
            case 429 -> failed("It limits the rate of requests (429). Try again later.");
            // The registry's own message stays out of the log, because it can repeat what it received.
            default -> failed("Its answer has the status " + status + ".");
        };
    }

    RegistryException denied() {
        return new RegistryException(
                ErrorCode.REGISTRY_DENIED,
                credentials.basic().isEmpty()
                        ? "The registry '" + registry + "' denies anonymous access to '" + image.repository()
                                + "'. Pass --username and the password."
                        : "The registry '" + registry + "' denies access to '" + image.repository()
                                + "' with these credentials. Check user name, password and the user's"
                                + " permissions at the registry.");
    }

    RegistryException failed(String reason) {
        return new RegistryException(
                ErrorCode.REGISTRY_FAILED, "The registry '" + registry + "' cannot complete the request. " + reason);
    }

    /** The registry requires a token from a server to which credentials must not be sent. */
    RegistryException untrustedTokenServer(URI server) {
        return failed("It requires a token from " + shown(server) + ", which is not permitted as a token server, so DCM"
                + " does not send credentials to it. An administrator can permit it: registry permit " + registry
                + " --with " + shown(server) + ".");
    }

    /** Explains why a server cannot be reached. */
    RegistryException unreachable(IOException e) {
        if (e instanceof RegistryException known) {
            return known;
        }
        String reason = String.valueOf(e.getMessage());
        if (e instanceof PublicAddresses.InternalAddressException) {
            return failed("It redirects to " + reason + ", which has an internal address. An administrator can permit"
                    + " this: registry permit " + registry + " --with " + reason + ".");
        }
        String advice = e instanceof SSLException
                ? " An administrator can name the CA of its certificate (registry permit --ca FILE), or permit HTTP"
                        + " without TLS (--plain-http)."
                : " Check the name, and try again later.";
        return new RegistryException(
                ErrorCode.REGISTRY_UNREACHABLE,
                "The registry '" + registry + "' cannot be reached from the host: "
                        + e.getClass().getSimpleName() + ": " + reason + "." + advice);
    }

    /** A server as it is shown to users. */
    static String shown(URI address) {
        String server = address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
        return address.getHost() == null || server.length() > LONGEST_SERVER ? "an unknown server" : server;
    }
}
