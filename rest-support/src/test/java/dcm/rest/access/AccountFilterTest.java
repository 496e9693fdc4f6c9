package dcm.rest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.GroupName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccountFilterTest {
    private static final AccountSnapshot ALICE = account(
            "alice", new Profile("Alice Liddell", Role.USER, "alice@lab.example", new GroupName("students"), null));
    private static final AccountSnapshot BOB =
            account("bob", Profile.of("Bob", Role.ADMINISTRATOR)).suspend("Please talk to us", Instant.EPOCH);

    @Test
    void everyWordMustBePartOfAnAccountsTexts() {
        assertThat(found("LIDD students", null, null, null, null)).containsExactly("alice");
        assertThat(found("lab.example", null, null, null, null)).containsExactly("alice");
        assertThat(found("liddell bob", null, null, null, null)).isEmpty();
        assertThat(found("administrator", null, null, null, null)).containsExactly("bob");
    }

    @Test
    void accountsAreSelectedByRoleStateGroupAndName() {
        assertThat(found(null, "user", null, null, null)).containsExactly("alice");
        assertThat(found(null, null, "suspended", null, null)).containsExactly("bob");
        assertThat(found(null, null, "active", null, null)).containsExactly("alice");
        assertThat(found(null, null, "removing", null, null)).isEmpty();
        assertThat(found(null, null, null, "students", null)).containsExactly("alice");
        assertThat(found(null, null, null, null, "bob,carol,bob")).containsExactly("bob");
        assertThat(found(null, "user", "suspended", null, null)).isEmpty();
    }

    @Test
    void unknownValueIsRejectedWithTheKnownOnes() {
        assertThatThrownBy(() -> found(null, "root", null, null, null))
                .hasMessage("role: user or administrator; got 'root'.");
        assertThatThrownBy(() -> found(null, null, "asleep", null, null))
                .hasMessage("state: One of active, suspended, removing; got 'asleep'.");
        assertThatThrownBy(() -> found("a".repeat(201), null, null, null, null))
                .hasMessage("q: At most 200 characters; got 201. Shorten it.");
    }

    private static AccountSnapshot account(String name, Profile profile) {
        return AccountSnapshot.opened(new OwnerName(name), profile, List.of(), null, Instant.EPOCH);
    }

    private static List<String> found(
            @Nullable String q,
            @Nullable String role,
            @Nullable String state,
            @Nullable String group,
            @Nullable String names) {
        return Stream.of(ALICE, BOB)
                .filter(AccountFilter.of(q, role, state, group, names))
                .map(account -> account.name().value())
                .toList();
    }
}
