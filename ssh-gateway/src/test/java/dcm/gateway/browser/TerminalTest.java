package dcm.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.OwnerName;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int BLOCK = 16 * 1024;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final FakeShell shell = new FakeShell();
    private final FakeViewer tab = new FakeViewer();
    private final AtomicInteger ends = new AtomicInteger();
    private final Terminal terminal = new Terminal(
            new TerminalInfo("t1", new OwnerName("alice"), "5d60be7410595ad1", "web", "root", NOON),
            shell,
            now::get,
            ends::incrementAndGet);

    @AfterEach
    void end() {
        terminal.end(TerminalEnd.CLOSED);
    }

    @Test
    void tabReceivesOutputAndTypesInput() {
        terminal.start();
        terminal.attach(tab, -1, 0);

        shell.prints("$ ");
        terminal.input(tab, new byte[] {'l', 's'});
        terminal.resize(tab, new ScreenSize(100, 30));

        await().until(() -> tab.shown().equals("$ ") && shell.typed().equals("ls"));
        assertThat(tab.attachments).containsExactly("0-0 anew");
        await().until(() -> shell.sizes().equals(List.of("100x30")));
    }

    @Test
    void reloadedTabReceivesTheScrollback() {
        terminal.start();
        terminal.attach(tab, -1, 0);
        shell.prints("one\n");
        await().until(() -> tab.shown().equals("one\n"));
        terminal.detach(tab);
        shell.prints("two\n");
        await().until(() -> shell.reads.get() == 2);
        var reloaded = new FakeViewer();

        await().until(() -> {
            terminal.attach(reloaded, -1, 0);
            return reloaded.shown().endsWith("two\n");
        });

        assertThat(reloaded.attachments.getLast()).isEqualTo("0-8 anew");
    }

    @Test
    void reconnectedTabReceivesOnlyWhatItMissed() {
        terminal.start();
        terminal.attach(tab, -1, 0);
        shell.prints("0123456789");
        await().until(() -> tab.size() == 10);
        terminal.detach(tab);
        var again = new FakeViewer();

        terminal.attach(again, 7, 0);

        assertThat(again.attachments).containsExactly("7-10");
        assertThat(again.shown()).isEqualTo("789");
    }

    @Test
    void tabThatMissedTooMuchBeginsAnew() {
        terminal.start();
        prints(Terminal.SCROLLBACK / BLOCK + 2);

        terminal.attach(tab, 5, 0);

        assertThat(tab.attachments).hasSize(1).first().asString().endsWith(" anew");
        assertThat(tab.size()).isBetween(Terminal.SCROLLBACK - 4096, Terminal.SCROLLBACK);
    }

    @Test
    void outputWaitsForASlowTabAndContinuesWhenItHasProcessedSome() {
        terminal.start();
        terminal.attach(tab, -1, 0);
        int blocks = 3 * Terminal.WINDOW / BLOCK;
        for (int i = 0; i < blocks; i++) {
            shell.prints("x".repeat(BLOCK));
        }
        await().until(() -> tab.size() == Terminal.WINDOW);
        // One more block was read and waits.
        assertThat(shell.reads.get()).isLessThanOrEqualTo(Terminal.WINDOW / BLOCK + 1);

        terminal.processed(tab, Terminal.WINDOW);

        await().until(() -> tab.size() == 2 * Terminal.WINDOW);
    }

    @Test
    void outputDoesNotWaitWithoutATab() {
        terminal.start();
        terminal.attach(tab, -1, 0);
        int blocks = 3 * Terminal.WINDOW / BLOCK;
        for (int i = 0; i < blocks; i++) {
            shell.prints("x".repeat(BLOCK));
        }
        await().until(() -> tab.size() == Terminal.WINDOW);

        terminal.detach(tab);

        await().until(() -> shell.reads.get() == blocks);
    }

    @Test
    void newestTabTakesTheTerminalOver() {
        terminal.start();
        terminal.attach(tab, -1, 0);
        var second = new FakeViewer();

        terminal.attach(second, -1, 0);
        terminal.input(tab, new byte[] {'a'});
        terminal.input(second, new byte[] {'b'});
        shell.prints("out");

        await().until(() -> second.shown().equals("out") && shell.typed().equals("b"));
        assertThat(tab.end()).isEqualTo(TerminalEnd.TAKEN_OVER);
        assertThat(tab.shown()).isEmpty();
        terminal.detach(tab);
        assertThat(terminal.view(KEPT).attached()).isTrue();
    }

    @Test
    void endOfTheShellIsShownWithItsExitCode() {
        terminal.start();
        terminal.attach(tab, -1, 0);

        shell.exits(3);

        await().until(() -> tab.end() != null);
        assertThat(tab.end()).isEqualTo(TerminalEnd.exited(3));
        await().until(() -> ends.get() == 1 && shell.closed);
        var late = new FakeViewer();
        terminal.attach(late, -1, 0);
        assertThat(late.end()).isEqualTo(TerminalEnd.exited(3));
    }

    @Test
    void lostConnectionIsNoExit() {
        terminal.start();
        terminal.attach(tab, -1, 0);

        shell.loses();

        await().until(() -> TerminalEnd.CONNECTION_LOST.equals(tab.end()));
    }

    @Test
    void endReleasesATerminalWhoseTabIsSlow() {
        terminal.start();
        terminal.attach(tab, -1, 0);
        prints(Terminal.WINDOW / BLOCK + 2);

        terminal.end(TerminalEnd.account("Your account is suspended."));

        assertThat(tab.end()).isEqualTo(TerminalEnd.account("Your account is suspended."));
        assertThat(shell.closed).isTrue();
        assertThat(ends).hasValue(1);
    }

    @Test
    void terminalIsUnattendedTenMinutesAfterTheLastTabLeft() {
        terminal.start();
        terminal.attach(tab, -1, 0);
        now.set(NOON.plus(Duration.ofHours(1)));
        assertThat(terminal.isUnattended(KEPT)).isFalse();

        terminal.detach(tab);

        now.set(NOON.plus(Duration.ofHours(1)).plus(KEPT).minusSeconds(1));
        assertThat(terminal.isUnattended(KEPT)).isFalse();
        now.set(NOON.plus(Duration.ofHours(1)).plus(KEPT));
        assertThat(terminal.isUnattended(KEPT)).isTrue();
    }

    @Test
    void tooMuchUnreadInputEndsTheTerminal() {
        // Not started: nothing reads the input.
        terminal.attach(tab, -1, 0);

        for (long sent = 0; sent <= TerminalInput.MAX_BYTES; sent += BLOCK) {
            terminal.input(tab, new byte[BLOCK]);
        }

        assertThat(tab.end()).isEqualTo(TerminalEnd.INPUT_NOT_READ);
    }

    @Test
    void everyUnreadMessageCountsButEmptyOnesAreIgnored() {
        terminal.attach(tab, -1, 0);
        int most = TerminalInput.MAX_BYTES / (TerminalInput.OVERHEAD + 1);
        for (int i = 0; i < most; i++) {
            terminal.input(tab, new byte[] {'a'});
            terminal.input(tab, new byte[0]);
        }
        assertThat(tab.end()).isNull();

        terminal.input(tab, new byte[] {'a'});

        assertThat(tab.end()).isEqualTo(TerminalEnd.INPUT_NOT_READ);
    }

    @Test
    void onlyTheNewestDifferentSizeIsSent() {
        terminal.attach(tab, -1, 0);
        for (int columns = 10; columns <= 500; columns++) {
            terminal.resize(tab, new ScreenSize(columns, 30));
        }
        terminal.start();
        await().until(() -> !shell.sizes().isEmpty());

        terminal.resize(tab, new ScreenSize(500, 30));
        terminal.input(tab, new byte[] {'a'});

        await().until(() -> shell.typed().equals("a"));
        assertThat(shell.sizes()).containsExactly("500x30");
    }

    @Test
    void inputThatIsNotTakenForTooLongEndsTheTerminal() {
        shell.inputFailure = new InterruptedIOException("time-out");
        terminal.start();
        terminal.attach(tab, -1, 0);

        terminal.input(tab, new byte[] {'a'});

        await().until(() -> TerminalEnd.INPUT_NOT_READ.equals(tab.end()));
    }

    @Test
    void inputThatCannotBeSentEndsTheTerminal() {
        shell.inputFailure = new IOException("closed");
        terminal.start();
        terminal.attach(tab, -1, 0);

        terminal.input(tab, new byte[] {'a'});

        await().until(() -> TerminalEnd.CONNECTION_LOST.equals(tab.end()));
    }

    @Test
    void requestThatArrivesLateDoesNotTakeTheTerminalOver() {
        terminal.start();
        var reloaded = new FakeViewer();
        terminal.attach(reloaded, -1, 2);

        terminal.attach(tab, -1, 1);
        shell.prints("out");

        await().until(() -> reloaded.shown().equals("out"));
        assertThat(reloaded.end()).isNull();
        assertThat(tab.end()).isEqualTo(TerminalEnd.TAKEN_OVER);
    }

    @Test
    void endedTerminalKeepsOnlyItsNewestOutput() {
        terminal.start();
        prints(Terminal.SCROLLBACK / BLOCK + 2);
        await().until(() -> {
            var whole = new FakeViewer();
            terminal.attach(whole, -1, 0);
            terminal.detach(whole);
            return whole.size() > Terminal.SCROLLBACK / 2;
        });

        terminal.end(TerminalEnd.CLOSED);

        terminal.attach(tab, -1, 0);
        assertThat(tab.size()).isBetween(1, 16 * 1024);
    }

    private void prints(int blocks) {
        for (int i = 0; i < blocks; i++) {
            shell.prints("x".repeat(99).concat("\n").repeat(BLOCK / 100));
        }
        await().until(() -> shell.reads.get() > 0 && (shell.reads.get() == blocks || tab.size() > 0));
    }
}
