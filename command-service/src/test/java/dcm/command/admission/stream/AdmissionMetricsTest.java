package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.identity.Settings;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.report.ContainerReport.OrderDone;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdmissionMetricsTest {
    private static final HostName N1 = TestInstallation.N1.name();
    private static final HostName N2 = TestInstallation.N2.name();
    private static final IntentId CREATING = TestInstallation.intent(2);
    private static final ContainerId WEB = ContainerId.of(CREATING);
    private static final CreateContainer CREATE = new CreateContainer(
            TestInstallation.DEBIAN.name(),
            new ContainerName("web"),
            null,
            null,
            List.of(),
            null,
            Settings.NONE,
            null,
            null);

    private final RegisteredHosts hosts = new RegisteredHosts();
    private final AdmissionDriver admission = new AdmissionDriver(hosts);

    @AfterEach
    void stop() {
        admission.close();
    }

    @Test
    void decisionsAreCountedByIntentAndCode() {
        create();
        admission.ask(TestInstallation.intent(3), CREATE);
        admission.ask(CREATING, CREATE); // a repeat, which is not decided again

        assertThat(decisions("open-account", "accepted")).isEqualTo(1);
        assertThat(decisions("create-container", "accepted")).isEqualTo(1);
        assertThat(decisions("create-container", "name-taken")).isEqualTo(1);
        assertThat(admission.metrics().get("dcm.admission.decision").timer().count())
                .isEqualTo(3);
    }

    private double decisions(String intent, String code) {
        return Optional.ofNullable(admission
                        .metrics()
                        .find("dcm.admission.decisions")
                        .tags("intent", intent, "code", code)
                        .counter())
                .map(Counter::count)
                .orElse(0.0);
    }

    @Test
    void orderIsMeasuredOnceWhenItsHostHasReported() {
        create();
        hosts.update(TestInstallation.N2);
        admission.advance(Duration.ofSeconds(3));
        admission.report(new OrderDone(N2, WEB, 1, TestInstallation.running(32_001)));
        assertThat(orders("done")).isEmpty();

        OrderDone done = new OrderDone(N1, WEB, 1, TestInstallation.running(31_001));
        admission.report(done);
        admission.report(done);

        Timer order = orders("done").orElseThrow();
        assertThat(order.count()).isEqualTo(1);
        assertThat(order.totalTime(TimeUnit.SECONDS)).isBetween(3.0, 4.0);
    }

    private Optional<Timer> orders(String outcome) {
        return Optional.ofNullable(admission
                .metrics()
                .find("dcm.admission.order")
                .tags("order", "create-order", "outcome", outcome)
                .timer());
    }

    @Test
    void orderThatNoHostAnswersIsMeasuredAsExpired() {
        create();
        admission.advance(TestInstallation.POLICY.orderTime().plusSeconds(20));
        admission.report(new OrderDone(N1, WEB, 1, TestInstallation.running(31_001)));

        assertThat(orders("expired").orElseThrow().count()).isEqualTo(1);
        assertThat(orders("done")).isEmpty();
    }

    @Test
    void stuckTaskHasAnAge() {
        create();
        assertThat(admission.status().progressAge()).isZero();

        admission.hang(Duration.ofMinutes(2));
        assertThat(admission.status().progressAge()).isEqualTo(Duration.ofMinutes(2));

        admission.advance(Duration.ofSeconds(5)); // due work
        assertThat(admission.status().progressAge()).isLessThan(Duration.ofSeconds(10));
    }

    private void create() {
        hosts.update(TestInstallation.N1);
        admission.ask(TestInstallation.intent(1), OpenAccount.of(Profile.of("Alice", Role.USER), List.of()));
        admission.ask(CREATING, CREATE);
    }
}
