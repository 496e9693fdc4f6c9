package dcm.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    private static final String OFFICE = "192.0.2.7";

    private final FailedLogins failedLogins = new FailedLogins(new SimpleMeterRegistry());

    @Test
    void accountThatFailsRepeatedlyFromOneAddressWaitsLonger() {
        fail("bob", OFFICE, FailedLogins.WITHOUT_DELAY);

        assertThat(failedLogins.count("bob", OFFICE)).isEqualTo(Duration.ofMillis(250));
        assertThat(failedLogins.count("bob", OFFICE)).isEqualTo(Duration.ofMillis(500));
        fail("bob", OFFICE, 10);
        assertThat(failedLogins.count("bob", OFFICE)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void otherAccountFromTheSameAddressIsNotDelayed() {
        fail("bob", OFFICE, 20);

        assertThat(failedLogins.delayOfConnection(OFFICE)).isZero();
        assertThat(failedLogins.count("alice", OFFICE)).isZero();
    }

    @Test
    void sameAccountFromAnotherAddressIsNotDelayed() {
        fail("bob", OFFICE, 20);

        assertThat(failedLogins.count("bob", "198.51.100.1")).isZero();
    }

    @Test
    void addressThatTriesManyAccountsIsDelayedForAllAccounts() {
        for (int i = 0; i <= FailedLogins.MANY_WITHOUT_DELAY; i++) {
            fail("user" + i, OFFICE, 1);
        }

        assertThat(failedLogins.delayOfConnection(OFFICE)).isPositive();
        assertThat(failedLogins.count("alice", OFFICE)).isPositive();
        assertThat(failedLogins.delayOfConnection("198.51.100.1")).isZero();
    }

    @Test
    void accountThatIsTriedFromManyAddressesIsDelayed() {
        for (int i = 0; i <= FailedLogins.MANY_WITHOUT_DELAY; i++) {
            fail("bob", "address" + i, 1);
        }

        assertThat(failedLogins.count("bob", OFFICE)).isPositive();
    }

    private void fail(String account, String address, int times) {
        for (int i = 0; i < times; i++) {
            failedLogins.count(account, address);
        }
    }
}
