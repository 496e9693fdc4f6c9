package dcm.edge.access;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.edge.problem.ProblemException;
import org.junit.jupiter.api.Test;

class AccountsReadTest {
    @Test
    void requestIsRejectedUntilAllAccountsAreRead() {
        // The reader is not started, so it never catches up.
        AccountsRead filter = new AccountsRead(new KnownAccounts());

        assertThatThrownBy(() -> filter.filter(null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has not read all accounts yet");
    }
}
