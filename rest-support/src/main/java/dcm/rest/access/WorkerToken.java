package dcm.rest.access;

import dcm.contract.identity.HostName;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The names in the tokens with which projection-service acts for a user at a worker. The subject is the account, which projection-service has
 * checked: a worker does not know accounts. A token is valid at the worker of one host only; no other service accepts it.
 */
public final class WorkerToken {
    /** The issuer in these tokens. */
    public static final String ISSUER = "dcm-projection-service";

    /** The role of tokens for requests of users. */
    public static final String USER = AccountRoles.USER;

    /** The purpose and the role of tokens for the move of an account's homes. They permit nothing else. */
    public static final String HOMES_MOVER = "homes-mover";

    /** The purpose and the role of tokens for {@code dcm verify}. They permit nothing else. */
    public static final String INSPECTOR = "inspector";

    /** The claim with the purpose of a token; missing in tokens of users' requests. */
    public static final String PURPOSE = "purpose";

    private WorkerToken() {}

    /** The role of a verified token; empty if this version does not know its purpose. */
    public static Optional<String> role(JsonWebToken token) {
        Object purpose = token.getClaim(PURPOSE);
        if (purpose == null) {
            return Optional.of(USER);
        }
        return Stream.of(HOMES_MOVER, INSPECTOR).filter(purpose::equals).findFirst();
    }

    /** The audience of tokens for the worker of {@code host}. */
    public static String audience(HostName host) {
        return "worker-" + host;
    }
}
