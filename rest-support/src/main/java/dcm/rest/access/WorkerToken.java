package dcm.rest.access;

import dcm.contract.identity.HostName;
import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The names in the tokens with which projection-service acts for a user at a worker. The subject is the account. A token is valid at the
 * worker of one host only; no other service accepts it.
 */
public final class WorkerToken {
    /** The issuer in these tokens. */
    public static final String ISSUER = "dcm-projection-service";

    private WorkerToken() {}

    /** The audience of tokens for the worker of {@code host}. */
    public static String audience(HostName host) {
        return "worker-" + host;
    }

    /**
     * Whether the identity's verified token is one of these. Quarkus OIDC verifies the tokens of all other issuers, and sets a tenant. Only
     * workers accept tokens without it.
     */
    static boolean is(SecurityIdentity identity, JsonWebToken token) {
        return identity.getAttribute(SshGatewayTenant.TENANT_OF) == null && ISSUER.equals(token.getIssuer());
    }
}
