package dcm.rest.access;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.rest.problem.ProblemException;
import org.junit.jupiter.api.Test;

class AccountsLoadedFilterTest {
    @Test
    void requestIsRejectedUntilAllAccountsAreRead() {
        // The reader is not started, so it never catches up.
        AccountsLoadedFilter filter = new AccountsLoadedFilter(new KnownAccounts()::isComplete);

        assertThatThrownBy(() -> filter.filter(null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has not read all accounts yet");
    }
}
