package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.dryrun.DryRun;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.identity.Settings;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.SuspendAccount;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.intent.GroupIntent.RemoveGroup;
import dcm.contract.intent.HostIntent.CordonHost;
import dcm.contract.intent.Intent;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.Resource;
import dcm.intent.PlannedDecision;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskDryRunsTest {
    private static final OwnerName ALICE = TestInstallation.ALICE;

    private final RegisteredHosts hosts = new RegisteredHosts();
    private final AdmissionDriver admission = new AdmissionDriver(hosts);

    TaskDryRunsTest() {
        hosts.update(TestInstallation.N1);
        admission.ask(TestInstallation.intent(1), OpenAccount.of(Profile.of("Alice", Role.USER), List.of()));
        admission.events();
    }

    @AfterEach
    void stop() {
        admission.close();
    }

    @Test
    void dryRunDecidesLikeAdmissionAndRecordsNothing() {
        IntentId id = TestInstallation.intent(2);

        DryRun run = admission.dryRuns().decide(ALICE, id, create("web")).orElseThrow();

        assertThat(admission.events()).isEmpty();
        DryRun.Quota quota = Objects.requireNonNull(run.quota());
        assertThat(quota.used(Resource.CONTAINERS)).isEqualTo(1);
        assertThat(quota.used(Resource.MEMORY_MIB))
                .isEqualTo(TestInstallation.POLICY.defaults().memoryMiB());
        admission.ask(id, create("web"));
        assertThat(admission.events())
                .first()
                .satisfies(recorded -> assertThat(recorded.payload())
                        .isInstanceOf(ContainerPlaced.class)
                        .isEqualTo(run.events().getFirst()));
    }

    @Test
    void dryRunSeesEveryRecordedDecision() {
        admission.ask(TestInstallation.intent(2), create("web"));

        DryRun again = admission
                .dryRuns()
                .decide(ALICE, TestInstallation.intent(3), create("web"))
                .orElseThrow();

        assertThat(again.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        IntentRejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.NAME_TAKEN));
    }

    @Test
    void dryRunOfARemovalIsAnOrderThatIsNotRecorded() {
        admission.ask(TestInstallation.intent(2), create("web"));
        admission.events();

        DryRun removal = admission
                .dryRuns()
                .decide(ALICE, TestInstallation.intent(3), new RemoveContainer(new Handle("web"), true))
                .orElseThrow();

        assertThat(removal.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        OperationOrdered.class,
                        ordered -> assertThat(ordered.operation()).isEqualTo(StateOperation.REMOVE));
        DryRun.Quota quota = Objects.requireNonNull(removal.quota());
        assertThat(quota.used(Resource.CONTAINERS)).isZero();
        assertThat(quota.used(Resource.MEMORY_MIB)).isZero();
        assertThat(admission.events()).isEmpty();
        DryRun start = admission
                .dryRuns()
                .decide(ALICE, TestInstallation.intent(4), new StartContainer(new Handle("web")))
                .orElseThrow();
        assertThat(start.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        IntentRejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.WRONG_STATE));
    }

    @Test
    void dryRunOfAnUnknownAccountIsRejected() {
        DryRun run = admission
                .dryRuns()
                .decide(new OwnerName("nobody-here"), TestInstallation.intent(2), create(null))
                .orElseThrow();

        assertThat(run.events()).singleElement().isInstanceOf(IntentRejected.class);
    }

    @Test
    void administratorsIntentsAreDecidedOnAllAggregates() {
        admission.ask(TestInstallation.intent(2), create("web"));
        admission.events();

        assertThat(planned(AggregateId.of(ALICE), new SuspendAccount(null, true, false)))
                .containsExactly("account-suspended", "operation-ordered");
        assertThat(planned(AggregateId.of(TestInstallation.N1.name()), new CordonHost(null)))
                .containsExactly("intent-rejected"); // this test's host has not registered
        assertThat(planned(AggregateId.CATALOG, new RemoveGroup(new GroupName("students"))))
                .containsExactly("intent-rejected");
        assertThat(admission.events()).isEmpty();
    }

    private List<String> planned(AggregateId aggregate, Intent intent) {
        return admission
                .dryRuns()
                .decide(aggregate, TestInstallation.intent(9), intent)
                .map(PlannedDecision::of)
                .orElseThrow()
                .events();
    }

    @Test
    void ownerOfAnotherProcessIsNotDecided() {
        assertThat(admission
                        .dryRuns()
                        .decide(AdmissionDriver.ELSEWHERE.owner(), TestInstallation.intent(2), create(null)))
                .isEmpty();
    }

    @Test
    void closedTaskDecidesNothing() {
        AdmissionDriver stopped = new AdmissionDriver(hosts);
        stopped.close();

        assertThat(stopped.dryRuns().decide(ALICE, TestInstallation.intent(2), create(null)))
                .isEmpty();
    }

    private static CreateContainer create(@Nullable String name) {
        return new CreateContainer(
                TestInstallation.DEBIAN.name(),
                name == null ? null : new ContainerName(name),
                null,
                null,
                List.of(),
                null,
                Settings.NONE,
                null,
                null);
    }
}
