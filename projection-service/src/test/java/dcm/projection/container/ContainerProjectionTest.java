package dcm.projection.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPaused;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.event.ContainerEvent.ContainerUnpaused;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ContainerEvent.PlacementRefused;
import dcm.contract.event.ContainerEvent.Recreation;
import dcm.contract.event.ContainerEvent.TerminalOpened;
import dcm.contract.event.Operation;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerStatus;
import dcm.contract.view.ContainerViewState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerProjectionTest {
    private static final IntentId INTENT = IntentId.ofKey(new Actor("account/alice"), "k");
    private static final ContainerId WEB = new ContainerId("aaaa000000000001");
    private static final Instant STARTED = Instant.parse("2026-03-01T10:30:00Z");

    // ---- creating ----

    @Test
    void placedContainerHasStateCreating() {
        ContainerRow row = after(placed("n1", 1));

        assertThat(row.id).isEqualTo(WEB.value());
        assertThat(row.owner).isEqualTo("alice");
        assertThat(row.name).isEqualTo("web");
        assertThat(row.image).isEqualTo("debian-ssh:13");
        assertThat(row.digest).isEqualTo("sha256:" + "0".repeat(64));
        assertThat(row.host).isEqualTo("n1");
        assertThat(row.milliCpus).isEqualTo(500);
        assertThat(row.memoryMib).isEqualTo(1024);
        assertThat(row.pids).isEqualTo(256);
        assertThat(row.state).isEqualTo(ContainerViewState.CREATING);
        assertThat(row.createdAt).isEqualTo(time(1));
        assertThat(row.changedAt).isEqualTo(time(1));
        assertThat(row.sequence).isEqualTo(1);
    }

    @Test
    void refusedPlacementIsShownAsReasonOfACreatingContainer() {
        ContainerRow row = after(placed("n1", 1), refused("n1 has no room"));

        assertThat(row.state).isEqualTo(ContainerViewState.CREATING);
        assertThat(row.reason).isEqualTo("n1 has no room");
    }

    @Test
    void secondPlacementChangesTheHostAndKeepsTheCreationTime() {
        ContainerRow row = after(placed("n1", 1), refused("n1 has no room"), placed("n2", 2));

        assertThat(row.host).isEqualTo("n2");
        assertThat(row.createdAt).isEqualTo(time(1));
        assertThat(row.changedAt).isEqualTo(time(3));
        assertThat(row.sequence).isEqualTo(3);
    }

    @Test
    void failedCreateWithoutAContainerDeletesTheRow() {
        assertThat(rowAfter(placed("n1", 1), failed(Operation.CREATE, 1, ContainerStatus.ABSENT)))
                .isNull();
    }

    @Test
    void failedCreateWithAStoppedContainerKeepsTheRow() {
        ContainerRow row = after(placed("n1", 1), failed(Operation.CREATE, 1, ContainerStatus.STOPPED));

        assertThat(row.state).isEqualTo(ContainerViewState.STOPPED);
        assertThat(row.reason).isEqualTo("it did not work");
    }

    // ---- outcomes ----

    @Test
    void startedContainerIsRunningWithItsSshEndpoint() {
        ContainerRow row = after(placed("n1", 1), started(1, "SHA256:key"));

        assertThat(row.state).isEqualTo(ContainerViewState.RUNNING);
        assertThat(row.sshAddress).isEqualTo("192.0.2.7");
        assertThat(row.sshPort).isEqualTo(31_001);
        assertThat(row.hostKey).isEqualTo("SHA256:key");
        assertThat(row.startedAt).isEqualTo(STARTED);
        assertThat(row.changedAt).isEqualTo(time(2));
        assertThat(row.sequence).isEqualTo(2);
    }

    @Test
    void startWithoutAHostKeyKeepsThePreviousHostKey() {
        ContainerRow row = after(placed("n1", 1), started(1, "SHA256:key"), started(2, null));

        assertThat(row.hostKey).isEqualTo("SHA256:key");
    }

    @Test
    void stoppedContainerHasItsExitCodeAndReason() {
        ContainerRow row = after(placed("n1", 1), started(1, null), stopped(null, 3, false, "It ended by itself."));

        assertThat(row.state).isEqualTo(ContainerViewState.STOPPED);
        assertThat(row.exitCode).isEqualTo(3);
        assertThat(row.reason).isEqualTo("It ended by itself.");
    }

    @Test
    void outOfMemoryIsShownAsTheReason() {
        ContainerRow row = after(placed("n1", 1), started(1, null), stopped(null, 137, true, "It ended by itself."));

        assertThat(row.reason).isEqualTo("Out of memory.");
    }

    @Test
    void restartedContainerHasNoExitCodeAndNoReason() {
        ContainerRow row = after(
                placed("n1", 1),
                started(1, null),
                stopped(null, 3, false, "It ended by itself."),
                ordered(StateOperation.START, 2),
                started(2, null));

        assertThat(row.exitCode).isNull();
        assertThat(row.reason).isNull();
    }

    @Test
    void unpausedContainerIsRunning() {
        ContainerRow row = after(
                placed("n1", 1),
                started(1, null),
                new ContainerPaused(INTENT, WEB, 2),
                new ContainerUnpaused(INTENT, WEB, 3));

        assertThat(row.state).isEqualTo(ContainerViewState.RUNNING);
    }

    @Test
    void pausedContainerIsPaused() {
        assertThat(after(placed("n1", 1), started(1, null), new ContainerPaused(INTENT, WEB, 2)).state)
                .isEqualTo(ContainerViewState.PAUSED);
    }

    @Test
    void lostContainerKeepsItsRowAndShowsTheReason() {
        ContainerRow row = after(placed("n1", 1), started(1, null), new ContainerLost(WEB, "It is not on n1."));

        assertThat(row.state).isEqualTo(ContainerViewState.LOST);
        assertThat(row.reason).isEqualTo("It is not on n1.");
    }

    @Test
    void recreatedContainerHasNothingOfTheLostOneButItsSpecification() {
        ContainerRow row = after(
                placed("n1", 1),
                started(1, "SHA256:old"),
                new ContainerLost(WEB, "The host n1 was removed permanently.", new HostName("n1")),
                recreated("n2", 2));

        assertThat(row.state).isEqualTo(ContainerViewState.CREATING);
        assertThat(row.host).isEqualTo("n2");
        assertThat(row.reason).isNull();
        assertThat(row.sshPort).isNull();
        assertThat(row.hostKey).isNull();
    }

    @Test
    void containerThatIsNotRecreatedInTimeIsLostAgain() {
        ContainerRow row = after(
                placed("n1", 1),
                started(1, null),
                new ContainerLost(WEB, "gone", new HostName("n1")),
                recreated("n2", 2),
                failed(Operation.RECREATE, 2, null));

        assertThat(row.state).isEqualTo(ContainerViewState.LOST);
        assertThat(row.reason).isEqualTo("it did not work");
    }

    @Test
    void removedContainerHasNoRow() {
        assertThat(rowAfter(
                        placed("n1", 1),
                        started(1, null),
                        ordered(StateOperation.REMOVE, 2),
                        new ContainerRemoved(INTENT, WEB, 2)))
                .isNull();
    }

    // ---- operations ----

    @ParameterizedTest
    @CsvSource({
        "START, STARTING",
        "STOP, STOPPING",
        "RESTART, RESTARTING",
        "PAUSE, PAUSING",
        "UNPAUSE, UNPAUSING",
        "REMOVE, REMOVING"
    })
    void orderedOperationIsShownAsState(StateOperation operation, ContainerViewState state) {
        assertThat(after(placed("n1", 1), started(1, null), ordered(operation, 2)).state)
                .isEqualTo(state);
    }

    @Test
    void renamedContainerHasItsNewNameAndKeepsItsState() {
        ContainerRow row = after(
                placed("n1", 1),
                started(1, null),
                new ContainerRenamed(INTENT, WEB, new ContainerName("shop")),
                ordered(StateOperation.STOP, 2));

        assertThat(row.name).isEqualTo("shop");
        assertThat(row.state).isEqualTo(ContainerViewState.STOPPING);
        assertThat(row.sequence).isEqualTo(4);
    }

    @Test
    void renameDoesNotChangeTheTimeOfTheState() {
        ContainerRow row =
                after(placed("n1", 1), started(1, null), new ContainerRenamed(INTENT, WEB, new ContainerName("shop")));

        assertThat(row.changedAt).isEqualTo(time(2));
        assertThat(row.sequence).isEqualTo(3);
    }

    @Test
    void terminalDoesNotChangeTheState() {
        ContainerRow row = after(placed("n1", 1), started(1, null), new TerminalOpened(INTENT, WEB, "root"));

        assertThat(row.state).isEqualTo(ContainerViewState.RUNNING);
        assertThat(row.changedAt).isEqualTo(time(2));
    }

    @Test
    void outcomeOfAnEarlierOrderDoesNotReplaceANewerOrder() {
        ContainerRow row = after(
                placed("n1", 1),
                started(1, null),
                ordered(StateOperation.STOP, 2),
                ordered(StateOperation.START, 3),
                stopped(2, 0, false, null));

        assertThat(row.state).isEqualTo(ContainerViewState.STARTING);
    }

    @Test
    void outcomeOfAnEarlierOrderReplacesTheStateAfterTheNewerOneFailed() {
        ContainerRow row = after(
                placed("n1", 1), ordered(StateOperation.STOP, 2), failed(Operation.STOP, 2, null), started(1, null));

        assertThat(row.state).isEqualTo(ContainerViewState.RUNNING);
    }

    @Test
    void outcomeOfTheNewestOrderSetsTheState() {
        ContainerRow row = after(
                placed("n1", 1),
                started(1, null),
                ordered(StateOperation.STOP, 2),
                ordered(StateOperation.START, 3),
                stopped(2, 0, false, null),
                started(3, null));

        assertThat(row.state).isEqualTo(ContainerViewState.RUNNING);
    }

    @ParameterizedTest
    @CsvSource({"RUNNING, RUNNING", "PAUSED, PAUSED", "STOPPED, STOPPED", "ABSENT, LOST"})
    void failureSetsTheStateReportedByTheHost(ContainerStatus seen, ContainerViewState state) {
        ContainerRow row = after(
                placed("n1", 1), started(1, null), ordered(StateOperation.STOP, 2), failed(Operation.STOP, 2, seen));

        assertThat(row.state).isEqualTo(state);
        assertThat(row.reason).isEqualTo("it did not work");
    }

    @Test
    void failureWithoutAnObservedStateRestoresThePreviousState() {
        ContainerRow row = after(
                placed("n1", 1), started(1, null), ordered(StateOperation.STOP, 2), failed(Operation.STOP, 2, null));

        assertThat(row.state).isEqualTo(ContainerViewState.RUNNING);
    }

    // ---- invalid events ----

    @Test
    void eventForAnUnplacedContainerStopsTheProjection() {
        assertThatThrownBy(() -> rowAfter(started(1, null)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("owner/alice:1", WEB.value());
    }

    private static ContainerRow after(ContainerEvent... events) {
        ContainerRow row = rowAfter(events);
        assertThat(row).isNotNull();
        return row;
    }

    private static @Nullable ContainerRow rowAfter(ContainerEvent... events) {
        ContainerRow row = null;
        for (int i = 0; i < events.length; i++) {
            row = ContainerProjection.next(row, envelope(i + 1), events[i]);
        }
        return row;
    }

    private static Envelope envelope(long sequence) {
        return Envelope.first(
                        "owner/alice:" + sequence,
                        "command-service",
                        new AggregateId("owner/alice"),
                        time(sequence),
                        new Actor("account/alice"),
                        new TraceParent("00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"))
                .asEvent(sequence, null);
    }

    private static Instant time(long sequence) {
        return Instant.parse("2026-03-01T10:00:00Z").plusSeconds(sequence);
    }

    private static ContainerPlaced placed(String host, int number) {
        return new ContainerPlaced(
                INTENT,
                WEB,
                new ContainerName("web"),
                new Image(new ImageName("debian-ssh:13"), new ImageDigest("sha256:" + "0".repeat(64))),
                new Limits(500, 1024, 256, null),
                new HostName(host),
                1,
                number,
                time(60),
                List.of(),
                null,
                Settings.NONE,
                null,
                null,
                List.of());
    }

    private static ContainerPlaced recreated(String host, int number) {
        ContainerPlaced placed = placed(host, number);
        return new ContainerPlaced(
                placed.intent(),
                placed.container(),
                placed.name(),
                placed.image(),
                placed.limits(),
                placed.host(),
                placed.partition(),
                placed.number(),
                placed.deadline(),
                placed.ports(),
                null,
                placed.settings(),
                null,
                null,
                List.of(),
                null,
                new Recreation(true));
    }

    private static PlacementRefused refused(String detail) {
        return new PlacementRefused(INTENT, WEB, new HostName("n1"), 1, ErrorCode.HOST_FULL, detail);
    }

    private static ContainerStarted started(int number, @Nullable String hostKey) {
        return new ContainerStarted(
                INTENT, WEB, number, new SshEndpoint("192.0.2.7", new PortNumber(31_001)), List.of(), hostKey, STARTED);
    }

    private static ContainerStopped stopped(
            @Nullable Integer number, int exitCode, boolean outOfMemory, @Nullable String reason) {
        return new ContainerStopped(number == null ? null : INTENT, WEB, number, exitCode, outOfMemory, reason);
    }

    private static OperationOrdered ordered(StateOperation operation, int number) {
        return new OperationOrdered(INTENT, WEB, operation, number, time(60));
    }

    private static OperationFailed failed(Operation operation, int number, @Nullable ContainerStatus after) {
        return new OperationFailed(INTENT, WEB, operation, number, ErrorCode.ENGINE_FAILED, "it did not work", after);
    }
}
