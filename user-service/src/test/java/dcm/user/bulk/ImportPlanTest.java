package dcm.user.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.GroupName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.ChangeProfile;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.SetQuota;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.GroupSnapshot;
import dcm.contract.view.ImportAction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImportPlanTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final OwnerName ADMIN = new OwnerName("admin");
    private static final GroupName STUDENTS = new GroupName("students");
    private static final Catalog CATALOG = Catalog.of(List.of(GroupSnapshot.empty(STUDENTS)));
    private static final AccountSnapshot ALICE = AccountSnapshot.opened(
            new OwnerName("alice"),
            new Profile("Alice", Role.USER, "alice@lab.example", null, NOW.minusSeconds(5)),
            List.of(),
            new Quota(Map.of(Resource.MILLI_CPUS, 2500L)),
            NOW.minusSeconds(99));

    @Test
    void unknownAccountIsOpened() {
        ImportPlan plan = plan("name,group\nbob,students\n");

        assertThat(plan.action()).isEqualTo(ImportAction.OPEN);
        assertThat(plan.intents())
                .containsExactly(OpenAccount.of(new Profile("bob", Role.USER, null, STUDENTS, null), List.of()));
    }

    @Test
    void existingAccountIsChangedOnlyInDifferingFields() {
        ImportPlan plan = plan("name,displayName,role,email,group,cpus\nalice,,,alice@lab.example,students,3\n");

        assertThat(plan.action()).isEqualTo(ImportAction.CHANGE);
        assertThat(plan.intents())
                .containsExactly(
                        new ChangeProfile(null, null, null, STUDENTS, null, Set.of()),
                        new SetQuota(new Quota(Map.of(Resource.MILLI_CPUS, 3000L))));
        assertThat(plan.changes()).first().isEqualTo("group: students");
    }

    @Test
    void exportedAccountIsUnchangedAlsoAfterItsExpiry() {
        ImportPlan plan = plan(AccountsFile.write(List.of(ALICE)));

        assertThat(plan.action()).as(plan.toString()).isEqualTo(ImportAction.NOTHING);
    }

    @Test
    void pastExpiryUnknownGroupAndChangeOfTheOwnRoleAreRejected() {
        assertThat(plan("name,expiresAt\nbob,2029-01-01T00:00:00Z\n").action()).isEqualTo(ImportAction.REFUSE);
        assertThat(plan("name,group\nbob,nowhere\n").changes()).containsExactly("There is no group 'nowhere'.");
        assertThat(plan("name,role\nadmin,user\n").action()).isEqualTo(ImportAction.REFUSE);
        assertThat(plan("name,role\nadmin,administrator\n").action()).isEqualTo(ImportAction.NOTHING);
    }

    private static ImportPlan plan(String table) {
        AccountSnapshot admin =
                AccountSnapshot.opened(ADMIN, Profile.of("Administrator", Role.ADMINISTRATOR), List.of(), null, NOW);
        Map<OwnerName, AccountSnapshot> accounts = Map.of(ALICE.name(), ALICE, ADMIN, admin);
        return ImportPlan.of(
                new AccountsFile(AccountsFileTest.strict()).read(table).getFirst(),
                name -> Optional.ofNullable(accounts.get(name)),
                CATALOG,
                ADMIN,
                NOW);
    }
}
