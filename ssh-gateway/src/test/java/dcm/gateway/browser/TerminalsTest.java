package dcm.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.quota.Quota;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalsTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final OwnerName BOB = new OwnerName("bob");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Map<OwnerName, AccountSnapshot> accounts = new ConcurrentHashMap<>();
    private final Terminals terminals = new Terminals(
            name -> Optional.ofNullable(accounts.get(name)), new Limits(3, 2, Duration.ofMinutes(10)), now::get);

    private record Limits(int most, int perAccount, Duration kept) implements Terminals.TerminalLimits {}

    @AfterEach
    void stop() {
        terminals.stop();
    }

    @Test
    void accountSeesItsOwnTerminalsOnly() {
        Terminal own = open(ALICE, "a1");
        open(BOB, "b1");

        assertThat(terminals.of(ALICE)).extracting(TerminalView::id).containsExactly("a1");
        assertThat(terminals.find(ALICE, "a1")).contains(own);
        assertThat(terminals.find(BOB, "a1")).isEmpty();
        assertThat(terminals.find(ALICE, "none")).isEmpty();
    }

    @Test
    void accountWithTooManyTerminalsIsRefusedWithTheLimit() {
        open(ALICE, "a1");
        open(ALICE, "a2");

        assertThatThrownBy(() -> open(ALICE, "a3"))
                .isInstanceOf(ProblemException.class)
                .hasMessage("Your account has 2 terminals, which is the limit. End one first.");
        terminals.find(ALICE, "a1").orElseThrow().end(TerminalEnd.CLOSED);
        open(ALICE, "a3");
    }

    @Test
    void terminalsOfAllAccountsAreLimited() {
        open(ALICE, "a1");
        open(ALICE, "a2");
        open(BOB, "b1");

        assertThatThrownBy(() -> open(BOB, "b2"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("DCM has 3 terminals of all accounts");
    }

    @Test
    void failedOpeningDoesNotCount() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> terminals.add(info(ALICE, "a"), () -> {
                        throw new IllegalStateException("no login");
                    }))
                    .hasMessage("no login");
        }

        open(ALICE, "a1");
    }

    @Test
    void terminalWithoutATabEndsAfterTenMinutesAndIsForgottenLater() {
        Terminal terminal = open(ALICE, "a1");
        now.set(NOON.plus(Duration.ofMinutes(10)));

        terminals.check();

        assertThat(terminals.of(ALICE)).isEmpty();
        var tab = new FakeViewer();
        terminal.attach(tab, -1, 0);
        assertThat(tab.end()).isEqualTo(TerminalEnd.unattended(10));
        assertThat(terminals.find(ALICE, "a1")).as("a tab can still learn why").isPresent();
        now.set(NOON.plus(Duration.ofMinutes(11)));
        terminals.check();
        assertThat(terminals.find(ALICE, "a1")).isEmpty();
    }

    @Test
    void suspensionEndsTheAccountsTerminalsWithTheReason() {
        accounts.put(ALICE, account(ALICE));
        Terminal terminal = open(ALICE, "a1");
        open(BOB, "b1");
        var tab = new FakeViewer();
        terminal.attach(tab, -1, 0);

        accounts.put(ALICE, account(ALICE).suspend("Please talk to us", NOON));
        terminals.check();

        await().until(() -> tab.end() != null);
        assertThat(tab.end())
                .isEqualTo(TerminalEnd.account("Your account is suspended: Please talk to us. Ask an administrator."));
        assertThat(terminals.of(BOB)).hasSize(1);
    }

    @Test
    void accountThatWasSuspendedMeanwhileKeepsNoTerminal() {
        accounts.put(ALICE, account(ALICE).suspend(null, NOON));

        Terminal terminal = open(ALICE, "a1");

        assertThat(terminal.endedAt()).isPresent();
    }

    @Test
    void endedTerminalsAreForgottenWhenTheLimitWouldBeExceeded() {
        for (int i = 0; i < 5; i++) {
            open(ALICE, "a" + i).end(TerminalEnd.CLOSED);
            now.set(now.get().plusMillis(1));
        }

        assertThat(terminals.find(ALICE, "a4")).isPresent();
        assertThat(terminals.find(ALICE, "a3")).isPresent();
        assertThat(terminals.find(ALICE, "a2")).as("two are within the limit").isEmpty();
    }

    @Test
    void terminalsUseAtMostHalfOfTheMemory() {
        assertThat(Terminals.most(256L * 1024 * 1024)).isEqualTo(170);
        assertThat(Terminals.most(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    }

    private static AccountSnapshot account(OwnerName name) {
        return AccountSnapshot.opened(name, Profile.of("A user", Role.USER), List.of(), Quota.NONE, NOON);
    }

    private Terminal open(OwnerName account, String id) {
        return terminals.add(info(account, id), FakeShell::new);
    }

    private static TerminalInfo info(OwnerName account, String id) {
        return new TerminalInfo(id, account, "5d60be7410595ad1", "web", "root", NOON);
    }
}
