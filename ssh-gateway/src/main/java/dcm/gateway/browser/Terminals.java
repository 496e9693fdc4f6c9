package dcm.gateway.browser;

import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.access.AccountCache;
import dcm.rest.problem.ProblemException;
import dcm.rest.supervision.SupervisedLoop;
import dcm.rest.supervision.SupervisedLoopReadiness;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigMapping;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The terminals of all accounts, up to limits. Ends those that no browser shows, and those of suspended accounts. Thread-safe. */
@Startup
@Singleton
public class Terminals {
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
    /** How long a tab that was not connected can still learn why a terminal ended. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Map<String, Terminal> terminals = new ConcurrentHashMap<>();
    /** Terminals that are open or being opened. Guarded by itself. */
    private final Map<OwnerName, Integer> reserved = new HashMap<>();

    private final Function<OwnerName, Optional<AccountSnapshot>> accounts;
    private final TerminalLimits limits;
    private final InstantSource clock;
    private @Nullable SupervisedLoop checks;

    /** Maximum numbers of terminals, and how long one without a browser is kept. */
    @ConfigMapping(prefix = "dcm.terminals")
    public interface TerminalLimits {
        int most();

        int perAccount();

        Duration kept();
    }

    @Inject
    Terminals(AccountCache accounts, TerminalLimits limits, MeterRegistry metrics, SupervisedLoopReadiness loops) {
        this(accounts::find, limits, InstantSource.system());
        checks = loops.register(SupervisedLoop.of("terminal-check", this::checkAfterInterval));
        accounts.listen((before, after) -> checkAccount(after.name()));
        metrics.gauge("dcm.gateway.terminals", terminals, Map::size);
    }

    Terminals(Function<OwnerName, Optional<AccountSnapshot>> accounts, TerminalLimits limits, InstantSource clock) {
        this.accounts = accounts;
        this.limits = limits;
        this.clock = clock;
    }

    @PostConstruct
    void start() {
        if (checks != null) {
            checks.start();
        }
    }

    @PreDestroy
    void stop() {
        if (checks != null) {
            checks.close();
        }
        terminals.values().forEach(terminal -> terminal.end(TerminalEnd.GATEWAY_STOPS));
    }

    /** Opens a shell and keeps it as a terminal. */
    interface Opening<E extends Exception> {
        Shell open() throws E;
    }

    /**
     * Adds a terminal.
     *
     * @throws ProblemException if the account or DCM has too many
     */
    <E extends Exception> Terminal add(TerminalInfo info, Opening<E> opening) throws E {
        reserve(info.account());
        forgetEnded(info.account());
        boolean added = false;
        try {
            var terminal = new Terminal(info, opening.open(), clock, () -> release(info.account()));
            terminals.put(info.id(), terminal);
            added = true;
            terminal.start();
            checkAccount(info.account());
            return terminal;
        } finally {
            if (!added) {
                release(info.account());
            }
        }
    }

    private void reserve(OwnerName account) {
        synchronized (reserved) {
            int own = reserved.getOrDefault(account, 0);
            int all = reserved.values().stream().mapToInt(Integer::intValue).sum();
            if (own >= limits.perAccount()) {
                throw tooMany(
                        "Your account has %d terminals, which is the limit. End one first.".formatted(own),
                        limits.perAccount());
            }
            if (all >= most()) {
                throw tooMany(
                        "DCM has %d terminals of all accounts, which is the limit. Try again later.".formatted(all),
                        most());
            }
            reserved.merge(account, 1, Integer::sum);
        }
    }

    /** Forgets the oldest ended terminals, which use memory too, to stay within the limits. */
    private void forgetEnded(OwnerName account) {
        synchronized (reserved) {
            forgetOldest(terminals.size() - most() + 1, terminal -> true);
            List<Terminal> own = terminals.values().stream()
                    .filter(terminal -> terminal.account().equals(account))
                    .toList();
            forgetOldest(
                    own.size() - limits.perAccount() + 1,
                    terminal -> terminal.account().equals(account));
        }
    }

    private void forgetOldest(int count, Predicate<Terminal> which) {
        terminals.values().stream()
                .filter(which)
                .filter(terminal -> terminal.endedAt().isPresent())
                .sorted(Comparator.comparing(terminal -> terminal.endedAt().orElse(Instant.MAX)))
                .limit(Math.max(0, count))
                .forEach(terminal -> terminals.remove(terminal.info().id()));
    }

    /** The maximum number of terminals: what is set, but no more than half of the memory can hold. */
    private int most() {
        return Math.min(limits.most(), most(Runtime.getRuntime().maxMemory()));
    }

    static int most(long memory) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, memory / 2 / Terminal.MAX_MEMORY));
    }

    private void release(OwnerName account) {
        synchronized (reserved) {
            reserved.computeIfPresent(account, (name, count) -> count == 1 ? null : count - 1);
        }
    }

    private static ProblemException tooMany(String detail, long limit) {
        return new ProblemException(ErrorCode.TOO_MANY_REQUESTS, detail, null, Map.of("limit", limit));
    }

    /** The account's terminals, newest first. */
    List<TerminalView> of(OwnerName account) {
        return terminals.values().stream()
                .filter(terminal ->
                        terminal.account().equals(account) && terminal.endedAt().isEmpty())
                .map(terminal -> terminal.view(limits.kept()))
                .sorted(Comparator.comparing(TerminalView::openedAt).reversed())
                .toList();
    }

    /** What a list shows of a terminal. */
    TerminalView view(Terminal terminal) {
        return terminal.view(limits.kept());
    }

    /** The account's terminal with this id, which may have ended a moment ago. */
    Optional<Terminal> find(OwnerName account, String id) {
        return Optional.ofNullable(terminals.get(id))
                .filter(terminal -> terminal.account().equals(account));
    }

    private void checkAfterInterval() throws InterruptedException {
        Thread.sleep(CHECK_INTERVAL);
        check();
    }

    /** Ends terminals that may not go on, and forgets those that ended a while ago. */
    void check() {
        for (Terminal terminal : terminals.values()) {
            checkAccount(terminal);
            if (terminal.isUnattended(limits.kept())) {
                terminal.end(TerminalEnd.unattended(limits.kept().toMinutes()));
            }
            terminal.endedAt()
                    .filter(ended -> !clock.instant().isBefore(ended.plus(REMEMBERED)))
                    .ifPresent(ended -> terminals.remove(terminal.info().id()));
        }
    }

    private void checkAccount(OwnerName account) {
        terminals.values().stream()
                .filter(terminal -> terminal.account().equals(account))
                .forEach(this::checkAccount);
    }

    private void checkAccount(Terminal terminal) {
        accounts.apply(terminal.account())
                .filter(AccountSnapshot::isSuspended)
                .ifPresent(account -> terminal.end(TerminalEnd.account(account.suspensionSentence())));
    }
}
