package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.AdmissionPolicy;
import dcm.command.admission.decision.TestInstallation;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.order.Order;
import dcm.contract.report.ContainerReport;
import dcm.contract.snapshot.HostSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Checks invariants for thousands of generated histories; a failure shows the seed. */
class GeneratedHistoriesTest {
    private static final int HISTORIES = 3000;
    private static final int STEPS = 60;
    private static final List<HostSnapshot> HOSTS =
            List.of(TestInstallation.N1, TestInstallation.N2, TestInstallation.host("n3", 3, TestInstallation.DEBIAN));

    @Test
    void correctReportsKeepAllInvariants() {
        assertThat(run(0, false)).isGreaterThan(HISTORIES * 20L);
    }

    @Test
    void arbitraryReportsKeepAllInvariants() {
        assertThat(run(1_000_000, true)).isGreaterThan(HISTORIES * 20L);
    }

    /** Runs histories and returns the total number of events. */
    private static long run(int firstSeed, boolean arbitrary) {
        long events = 0;
        for (int seed = firstSeed; seed < firstSeed + HISTORIES; seed++) {
            Random random = new Random(seed);
            AdmissionPolicy policy = random.nextBoolean() ? TestInstallation.POLICY : TestInstallation.SHARED_STORAGE;
            GeneratedHistory history = new GeneratedHistory(policy, HOSTS);
            try {
                generate(history, random, arbitrary);
                history.end();
                history.checkRebuilt();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("history " + seed + ": " + e.getMessage() + "\n" + history, e);
            }
            events += history.events();
        }
        return events;
    }

    private static void generate(GeneratedHistory history, Random random, boolean arbitrary) {
        GeneratedIntents intents = new GeneratedIntents(random);
        GeneratedReports reports = new GeneratedReports(random);
        List<ContainerReport> sent = new ArrayList<>();
        if (random.nextInt(20) > 0) {
            history.ask(TestInstallation.intent(0), OpenAccount.of(Profile.of("Alice", Role.USER), List.of()));
        }
        for (int step = 1; step <= STEPS; step++) {
            switch (random.nextInt(arbitrary ? 10 : 8)) {
                case 0, 1, 2 -> history.ask(id(random, step), intents.any(history.state()));
                case 3, 4, 5 -> {
                    if (!history.orders().isEmpty()) {
                        send(history, sent, reports.on(recent(random, history.orders())));
                    }
                }
                case 6 -> {
                    if (!sent.isEmpty()) {
                        history.report(sent.get(random.nextInt(sent.size())));
                    }
                }
                case 7 -> history.pass(Duration.ofSeconds(random.nextInt(40)));
                default -> {
                    if (!history.orders().isEmpty()) {
                        ContainerId container = recent(random, history.orders()).container();
                        HostName host = HOSTS.get(random.nextInt(HOSTS.size())).name();
                        send(history, sent, reports.any(host, container, 1 + random.nextInt(6)));
                    }
                }
            }
        }
    }

    private static void send(GeneratedHistory history, List<ContainerReport> sent, ContainerReport report) {
        sent.add(report);
        history.report(report);
    }

    /** Usually a new id, sometimes a repeated one. */
    private static IntentId id(Random random, int step) {
        return TestInstallation.intent(random.nextInt(10) == 0 ? random.nextInt(step) : step);
    }

    /** One of the last six orders, so that some reports are lost and others are late or out of order. */
    private static Order recent(Random random, List<Order> orders) {
        return orders.get(Math.max(0, orders.size() - 1 - random.nextInt(6)));
    }
}
