package dcm.rest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.limit.TokenBuckets;
import dcm.rest.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadRateLimitTest {
    private static final int BURST = 3;
    private static final int MANY = 100;

    private SecurityIdentity caller = identity("alice", Role.USER);
    private final ReadRateLimit limit = new ReadRateLimit(
            new TokenBuckets<>(1, BURST), () -> Uni.createFrom().item(caller));

    @Test
    void accountThatReadsTooOftenIsRejectedAndAnotherIsNot() {
        ProblemException refused = null;
        for (int read = 0; read < MANY && refused == null; read++) {
            refused = catchThrowableOfType(ProblemException.class, () -> request("GET"));
        }

        assertThat(refused)
                .hasMessageContaining("1 requests per second are accepted")
                .hasMessageContaining("Try again in 1 s");
        caller = identity("bob", Role.USER);
        assertThatCode(() -> request("GET")).doesNotThrowAnyException();
    }

    @Test
    void onlyReadsAreCounted() {
        for (int change = 0; change < MANY; change++) {
            request("POST");
        }
        assertThatCode(() -> request("HEAD")).doesNotThrowAnyException();
    }

    @Test
    void administratorsAndRequestsWithoutAnAccountAreNotLimited() {
        for (int read = 0; read < MANY; read++) {
            caller = identity("admin", Role.ADMINISTRATOR);
            request("GET");
            caller = QuarkusSecurityIdentity.builder().setAnonymous(true).build();
            request("GET");
        }
    }

    private void request(String method) {
        limit.filter(method).await().indefinitely();
    }

    private static SecurityIdentity identity(String name, Role role) {
        AccountSnapshot account =
                AccountSnapshot.opened(new OwnerName(name), Profile.of(name, role), List.of(), null, Instant.EPOCH);
        return QuarkusSecurityIdentity.builder()
                .setAnonymous(true)
                .addAttribute(AccountRoles.CALLER, new CallerIdentity(account, null, null))
                .build();
    }
}
