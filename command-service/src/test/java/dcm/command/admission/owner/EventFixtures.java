package dcm.command.admission.owner;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.event.ContainerEvent.ContainerPaused;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.Operation;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.identity.Settings;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import dcm.contract.snapshot.HostSnapshot;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Events for the start of scenarios. */
public final class EventFixtures {
    public static final ContainerId WEB = new ContainerId("aaaa000000000001");
    public static final ContainerId DB = new ContainerId("aaaa000000000002");
    public static final ContainerId CI = new ContainerId("bbbb000000000003");

    public static final AccountOpened OPENED =
            AccountOpened.of(TestInstallation.intent(1), Profile.of("Alice", Role.USER), List.of(), null);

    private EventFixtures() {}

    public static ContainerPlaced placed(ContainerId id, String name) {
        return placed(id, name, TestInstallation.DEFAULTS, TestInstallation.N1, 1);
    }

    public static ContainerPlaced placed(ContainerId id, String name, Limits limits, HostSnapshot host, int number) {
        return new ContainerPlaced(
                creating(id),
                id,
                new ContainerName(name),
                TestInstallation.DEBIAN,
                limits,
                host.name(),
                host.partition(),
                number,
                TestInstallation.DEADLINE,
                List.of(),
                null,
                Settings.NONE,
                null,
                null,
                List.of());
    }

    public static IntentId creating(ContainerId id) {
        return TestInstallation.intent(100 + id.value().charAt(15));
    }

    public static IntentId operating(int number) {
        return TestInstallation.intent(10 + number);
    }

    public static OperationOrdered ordered(ContainerId id, StateOperation operation, int number) {
        return new OperationOrdered(
                operating(number),
                id,
                operation,
                number,
                operation == StateOperation.REMOVE ? null : TestInstallation.DEADLINE);
    }

    public static OperationOrdered undo(ContainerId id, StateOperation operation, int number) {
        return new OperationOrdered(null, id, operation, number, null);
    }

    public static ContainerStarted started(ContainerId id, int port) {
        return started(creating(id), id, 1, TestInstallation.running(port));
    }

    public static ContainerStarted started(
            @Nullable IntentId intent, ContainerId id, @Nullable Integer number, Observation seen) {
        return new ContainerStarted(
                intent,
                id,
                number,
                Objects.requireNonNull(seen.ssh()),
                seen.ports(),
                seen.hostKey(),
                Objects.requireNonNull(seen.startedAt()));
    }

    public static ContainerStopped stopped(
            @Nullable IntentId intent, ContainerId id, @Nullable Integer number, int exitCode) {
        return new ContainerStopped(intent, id, number, exitCode, false, null);
    }

    public static ContainerStopped stoppedWithoutOrder(ContainerId id) {
        return stopped(null, id, null, 0);
    }

    public static ContainerPaused pausedWithoutOrder(ContainerId id) {
        return new ContainerPaused(null, id, null);
    }

    public static OperationFailed failed(
            @Nullable IntentId intent,
            ContainerId id,
            Operation operation,
            int number,
            ErrorCode code,
            @Nullable ContainerStatus after) {
        return new OperationFailed(intent, id, operation, number, code, "", after);
    }

    /** The operation expired without a report. */
    public static OperationFailed expired(ContainerId id, Operation operation, int number) {
        return failed(operating(number), id, operation, number, ErrorCode.DEADLINE_PASSED, null);
    }
}
