package dcm.user.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.problem.StrictJson;
import dcm.user.bulk.AccountsFile.Line;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsFileTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final PublicKey LAPTOP = new PublicKey(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nW6y1mJr3vW5QvD3h4cQWcJ3m0Zc1m9nQkq0Jx1aB alice@laptop");
    private static final PublicKey PHONE = new PublicKey(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nW6y1mJr3vW5QvD3h4cQWcJ3m0Zc1m9nQkq0Jx1aC alice, phone \"7\"");
    private static final AccountSnapshot ALICE = AccountSnapshot.opened(
            new OwnerName("alice"),
            new Profile(
                    "Liddell, \"Alice\"",
                    Role.ADMINISTRATOR,
                    "alice@lab.example",
                    new GroupName("students"),
                    NOW.plusSeconds(60)),
            List.of(LAPTOP, PHONE),
            new Quota(Map.of(Resource.MILLI_CPUS, 2500L, Resource.PORTS, Resource.UNLIMITED)),
            NOW);

    private final AccountsFile file = new AccountsFile(strict());

    @Test
    void exportedAccountsAreReadUnchanged() {
        AccountSnapshot bob =
                AccountSnapshot.opened(new OwnerName("bob"), Profile.of("bob", Role.USER), List.of(), null, NOW);

        List<Line> lines = file.read(AccountsFile.write(List.of(ALICE, bob)));

        assertThat(lines).extracting(Line::objection).containsOnlyNulls();
        assertThat(lines)
                .extracting(line -> line.request().toIntent(NOW))
                .isEqualTo(
                        List.of(
                                        AccountsFile.request(ALICE).toIntent(NOW),
                                        AccountsFile.request(bob).toIntent(NOW))
                                .stream()
                                .map(intent -> dcm.contract.intent.AccountIntent.OpenAccount.of(
                                        intent.profile(),
                                        intent.keys(),
                                        intent.quota() == null
                                                        || intent.quota()
                                                                .limits()
                                                                .isEmpty()
                                                ? null
                                                : intent.quota()))
                                .toList());
    }

    @Test
    void tableWithSemicolonsAndByteOrderMarkIsRead() {
        List<Line> lines = file.read("\ufeffname;email;cpus\r\nalice;a@b.example;2\r\n\r\nbob;;\r\n");

        assertThat(lines).extracting(Line::name).containsExactly("alice", "bob");
        assertThat(lines.get(0).request().toIntent(NOW).quota())
                .isEqualTo(new Quota(Map.of(Resource.MILLI_CPUS, 2000L)));
        assertThat(lines.get(1).request().email()).isNull();
        assertThat(lines.get(1).request().quota()).isNull();
    }

    @Test
    void invalidLinesAreReportedByNumberAndTheOthersAreRead() {
        List<Line> lines =
                file.read("name,role,cpus,keys\nalice,king,,\nbob,,many,\ncarol,,,no key\ndave,,1.5,\nRoot,,,\n");

        assertThat(lines).extracting(Line::number).containsExactly(2, 3, 4, 5, 6);
        assertThat(lines)
                .filteredOn(line -> line.objection() == null)
                .extracting(Line::name)
                .containsExactly("dave");
        assertThat(lines.get(1).objection()).contains("cpus: A number", "'many'");
        assertThat(lines.get(2).objection()).contains("key");
        assertThat(lines.get(4).objection()).contains("An account name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "email\na@b.example\n", "name,shoe size\nalice,38\n", "name,email\n\"alice,a@b\n"})
    void invalidTableIsRejectedAsAWhole(String text) {
        assertThatThrownBy(() -> {
                    if (file.read(text).isEmpty()) {
                        throw new InvalidValueException("empty");
                    }
                })
                .isInstanceOf(InvalidValueException.class);
    }

    static ObjectMapper strict() {
        ObjectMapper mapper = new ObjectMapper();
        new StrictJson().customize(mapper);
        return mapper;
    }
}
