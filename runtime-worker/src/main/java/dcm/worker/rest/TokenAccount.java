package dcm.worker.rest;

import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** The account in the token of the current request. */
@RequestScoped
class TokenAccount {
    private final SecurityIdentity identity;

    TokenAccount(SecurityIdentity identity) {
        this.identity = identity;
    }

    OwnerName name() {
        return new OwnerName(identity.getPrincipal().getName());
    }

    /** @throws ProblemException if the token is for another account than {@code owner} */
    void require(OwnerName owner) {
        if (!name().equals(owner)) {
            throw new ProblemException(ErrorCode.FORBIDDEN, "The token is for another account than '" + owner + "'.");
        }
    }
}
