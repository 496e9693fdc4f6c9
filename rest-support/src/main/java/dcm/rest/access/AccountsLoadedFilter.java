package dcm.rest.access;

import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/** Returns 503 until all accounts have been read. Before that, an account could be missing or have an outdated role. */
@Provider
@PreMatching
public class AccountsLoadedFilter implements ContainerRequestFilter {
    private final AccountCache accounts;

    AccountsLoadedFilter(AccountCache accounts) {
        this.accounts = accounts;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!accounts.isComplete()) {
            throw new ProblemException(
                    ErrorCode.LOG_UNREACHABLE,
                    "The service is starting and has not read all accounts yet. Try again in a few seconds.");
        }
    }
}
