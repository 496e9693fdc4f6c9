package dcm.rest.access;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import dcm.kafka.KafkaConnection;
import dcm.rest.readiness.LogReaderReadiness;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountCacheTest {
    private static final SignIn OLD = new SignIn("https://old.example", "a-1");
    private static final SignIn NEW = new SignIn("https://new.example", "a-1");
    private static final AccountSnapshot ALICE = AccountSnapshot.opened(
            new OwnerName("alice"), Profile.of("Alice", Role.USER), List.of(), null, Instant.EPOCH);
    private static final AccountSnapshot BOB =
            AccountSnapshot.opened(new OwnerName("bob"), Profile.of("Bob", Role.USER), List.of(), null, Instant.EPOCH);

    private final AccountCache accounts = new AccountCache(new LogReaderReadiness(
            KafkaConnection.of(Map.of("bootstrap.servers", "no-broker:1")), new SimpleMeterRegistry()));

    @Test
    void reboundAccountIsFoundByItsNewSignInOnly() {
        accounts.put(ALICE.with(OLD));
        accounts.put(ALICE.with(NEW));

        assertThat(accounts.find(OLD)).isEmpty();
        assertThat(accounts.find(NEW)).contains(ALICE.with(NEW));
    }

    @Test
    void releasedAccountIsFoundByNoSignIn() {
        accounts.put(ALICE.with(OLD));
        accounts.put(ALICE.with(OLD).withoutSignIn());

        assertThat(accounts.find(OLD)).isEmpty();
    }

    @Test
    void signInThatMovedToAnotherAccountStaysThere() {
        accounts.put(ALICE.with(OLD));
        accounts.put(BOB.with(OLD));
        accounts.put(ALICE.withoutSignIn());

        assertThat(accounts.find(OLD)).contains(BOB.with(OLD));
    }
}
