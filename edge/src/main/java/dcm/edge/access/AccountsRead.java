package dcm.edge.access;

import dcm.contract.problem.ErrorCode;
import dcm.edge.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/** Answers 503 until all accounts are read. By a part of them, an account could be missing, or still have its former role. */
@Provider
@PreMatching
public class AccountsRead implements ContainerRequestFilter {
    private final AccountDirectory accounts;

    AccountsRead(AccountDirectory accounts) {
        this.accounts = accounts;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!accounts.isComplete()) {
            throw new ProblemException(
                    ErrorCode.LOG_UNREACHABLE,
                    "The service has just started and has not read all accounts yet. Try again in a few seconds.");
        }
    }
}
