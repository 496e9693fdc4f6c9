package dcm.rest.access;

import dcm.contract.identity.Actor;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import dcm.rest.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** The account that makes the current request. */
@RequestScoped
public class Caller {
    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    public OwnerName name() {
        return account().name();
    }

    public Actor actor() {
        return Actor.account(name());
    }

    /** The caller's account, read when the request was authenticated. */
    public AccountSnapshot account() {
        return known().account();
    }

    /** The caller's sign-in, if the account is not bound to one yet; otherwise empty. */
    public Optional<SignIn> unboundSignIn() {
        return account().signIn() == null ? Optional.ofNullable(known().signIn()) : Optional.empty();
    }

    private CallerIdentity known() {
        CallerIdentity caller = identity.getAttribute(AccountRoles.CALLER);
        if (caller == null) {
            throw new ProblemException(ErrorCode.NO_ACCOUNT, ProblemException.ASK_FOR_AN_ACCOUNT);
        }
        return caller;
    }
}
