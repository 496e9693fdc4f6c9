package dcm.rest.access;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The names in the tokens with which projection-service acts for a user at a worker. The subject is the account. A token is valid at the
 * worker of one host only; no other service accepts it.
 */
public final class WorkerToken {
    /** The issuer in these tokens. */
    public static final String ISSUER = "dcm-projection-service";

    /** The role of tokens for the move of an account's homes. They permit nothing else. */
    public static final String HOMES_MOVER = "homes-mover";

    /** The claim with the purpose of a token; missing in tokens of users' requests. */
    public static final String PURPOSE = "purpose";

    private WorkerToken() {}

    /** The account in the token with which a request was authenticated. */
    public static OwnerName account(SecurityIdentity identity) {
        return new OwnerName(identity.getPrincipal() instanceof JsonWebToken token ? token.getSubject() : "");
    }

    /** Whether one of these tokens is for the move of homes. */
    static boolean isForMove(JsonWebToken token) {
        return HOMES_MOVER.equals(token.getClaim(PURPOSE));
    }

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
