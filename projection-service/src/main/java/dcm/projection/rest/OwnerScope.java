package dcm.projection.rest;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Printable;
import dcm.contract.identity.Role;
import dcm.contract.problem.ErrorCode;
import dcm.rest.access.Caller;
import dcm.rest.problem.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Determines whose resources a list contains: those of the caller, or, for administrators, of another account or of all accounts. */
@RequestScoped
class OwnerScope {
    /** The value of the parameter {@code scope} that selects all accounts. */
    static final String ALL = "all";

    private final Caller caller;

    OwnerScope(Caller caller) {
        this.caller = caller;
    }

    /**
     * The account; empty: all accounts.
     *
     * @throws ProblemException if the caller may not see them
     */
    Optional<OwnerName> of(@Nullable String scope, @Nullable String account) {
        if (scope != null && !scope.equals(ALL)) {
            throw new InvalidValueException("scope: Only all is possible; got " + Printable.quoted(scope) + ".");
        }
        if (scope != null && account != null) {
            throw new InvalidValueException("scope, account: Use only one of them.");
        }
        if (scope == null && (account == null || new OwnerName(account).equals(caller.name()))) {
            return Optional.of(caller.name());
        }
        if (caller.account().role() != Role.ADMINISTRATOR) {
            throw new ProblemException(
                    ErrorCode.FORBIDDEN,
                    "Only administrators can see other accounts. Leave out scope and account for your own.");
        }
        return Optional.ofNullable(account).map(OwnerName::new);
    }
}
