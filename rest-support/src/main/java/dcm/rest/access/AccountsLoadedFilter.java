package dcm.rest.access;

import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.function.BooleanSupplier;

/**
 * Returns 503 until all accounts have been read. Before that, an account could be missing or have an outdated role. A worker does not know
 * accounts.
 */
@Provider
@PreMatching
public class AccountsLoadedFilter implements ContainerRequestFilter {
    private final BooleanSupplier isComplete;

    @Inject
    AccountsLoadedFilter(Instance<AccountCache> accounts) {
        this(accounts.isResolvable() ? accounts.get()::isComplete : () -> true);
    }

    AccountsLoadedFilter(BooleanSupplier isComplete) {
        this.isComplete = isComplete;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!isComplete.getAsBoolean()) {
            throw new ProblemException(
                    ErrorCode.LOG_UNREACHABLE,
                    "The service is starting and has not read all accounts yet. Try again in a few seconds.");
        }
    }
}
