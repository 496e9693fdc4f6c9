package dcm.projection.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.codec.Families;
import dcm.contract.codec.Fingerprint;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.AccountEvent.SignInBound;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ContainerEvent.PlacementRefused;
import dcm.contract.event.Event;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.Intent;
import dcm.contract.problem.ErrorCode;
import dcm.contract.view.IntentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntentProjectionTest {
    private static final Actor ALICE = new Actor("account/alice");
    private static final IntentId INTENT = IntentId.ofKey(ALICE, "k");
    private static final ContainerId WEB = new ContainerId("aaaa000000000001");
    private static final ContainerId DB = new ContainerId("aaaa000000000002");
    private static final Intent STOP = new StopContainer(new Handle("web"));
    private static final Event ORDERED = new OperationOrdered(INTENT, WEB, StateOperation.STOP, 2, time(60));
    private static final Event STOPPED = new ContainerStopped(INTENT, WEB, 2, 0, false, null);

    private final IntentRow row = IntentProjection.newRow(INTENT.value(), envelope(INTENT.value(), 1));

    // ---- recording ----

    @Test
    void recordedIntentHasOwnerKindFingerprintAndTime() {
        recorded(STOP, 1);

        assertThat(row.id).isEqualTo(INTENT.value());
        assertThat(row.owner).isEqualTo("alice");
        assertThat(row.status).isEqualTo(IntentStatus.RECORDED);
        assertThat(row.kind).isEqualTo("stop-container");
        assertThat(row.fingerprint).isEqualTo(Fingerprint.of(Families.INTENTS, STOP));
        assertThat(row.recordedAt).isEqualTo(time(1));
        assertThat(row.actor).isEqualTo("account/alice");
        assertThat(row.target).isEqualTo("web");
        assertThat(row.cause).isNull();
    }

    @Test
    void followUpIntentNamesItsCause() {
        Envelope cause = envelope("cause", 1);

        IntentProjection.record(
                row, new Message<>(cause.next(INTENT.value(), "admission", cause.aggregate(), time(2), ALICE), STOP));

        assertThat(row.cause).isEqualTo("cause");
    }

    @Test
    void repeatOfTheSameIdChangesNothing() {
        recorded(STOP, 1);

        recorded(new StopContainer(new Handle("db")), 5);

        assertThat(row.fingerprint).isEqualTo(Fingerprint.of(Families.INTENTS, STOP));
        assertThat(row.recordedAt).isEqualTo(time(1));
    }

    @Test
    void intentAfterItsEventsKeepsTheirStatus() {
        apply(2, ORDERED);
        apply(3, STOPPED);

        recorded(STOP, 1);

        assertThat(row.kind).isEqualTo("stop-container");
        assertThat(row.recordedAt).isEqualTo(time(1));
        assertThat(row.status).isEqualTo(IntentStatus.DONE);
        assertThat(row.endedAt).isEqualTo(time(3));
    }

    // ---- several containers ----

    @Test
    void batchIntentEndsWithTheLastOutcome() {
        apply(2, placed(WEB, 2));
        apply(3, placed(DB, 2));
        apply(4, started(WEB));
        assertThat(row.status).isEqualTo(IntentStatus.ACCEPTED);
        assertThat(row.endedAt).isNull();

        apply(5, started(DB));

        assertThat(row.status).isEqualTo(IntentStatus.DONE);
        assertThat(row.endedAt).isEqualTo(time(5));
        assertThat(row.container).isNull();
    }

    @Test
    void batchIntentFailsAfterAllOutcomesWhenOneContainerFailed() {
        apply(2, placed(WEB, 2));
        apply(3, placed(DB, 2));
        apply(4, new OperationFailed(INTENT, WEB, Operation.CREATE, 1, ErrorCode.ENGINE_FAILED, "No.", null));
        assertThat(row.status).isEqualTo(IntentStatus.ACCEPTED);

        apply(5, started(DB));

        assertThat(row.status).isEqualTo(IntentStatus.FAILED);
        assertThat(row.problemCode).isNull(); // the member has it
    }

    @Test
    void batchMemberHasItsOwnStatusAndProblem() {
        ContainerPlaced placed = placed(WEB, 2);
        IntentMember member = IntentMember.placed(INTENT.value(), 2, placed);
        assertThat(member.status).isEqualTo(IntentStatus.ACCEPTED);

        member.advance(new OperationFailed(INTENT, WEB, Operation.CREATE, 1, ErrorCode.ENGINE_FAILED, "No.", null));

        assertThat(member.status).isEqualTo(IntentStatus.FAILED);
        assertThat(member.problemCode).isEqualTo(ErrorCode.ENGINE_FAILED);
        assertThat(member.problemDetail).isEqualTo("No.");
    }

    private static ContainerPlaced placed(ContainerId container, int batch) {
        return new ContainerPlaced(
                INTENT,
                container,
                new ContainerName("web"),
                new Image(new ImageName("debian-ssh:13"), new ImageDigest("sha256:" + "0".repeat(64))),
                new Limits(500, 1024, 256, null),
                new HostName("n1"),
                1,
                1,
                time(60),
                List.of(),
                null,
                Settings.NONE,
                batch,
                null,
                List.of());
    }

    private static Event started(ContainerId container) {
        return new ContainerStarted(
                INTENT, container, 1, new SshEndpoint("127.0.0.1", new PortNumber(31000)), List.of(), null, time(4));
    }

    // ---- progress ----

    @Test
    void orderedOperationIsAcceptedAndNotEnded() {
        IntentStep step = apply(2, ORDERED);

        assertThat(row.status).isEqualTo(IntentStatus.ACCEPTED);
        assertThat(row.container).isEqualTo(WEB.value());
        assertThat(row.decidedAt).isEqualTo(time(2));
        assertThat(row.endedAt).isNull();
        assertThat(row.sequence).isEqualTo(2);
        assertThat(step.intent).isEqualTo(INTENT.value());
        assertThat(step.sequence).isEqualTo(2);
        assertThat(step.at).isEqualTo(time(2));
        assertThat(step.what).isEqualTo("operation-ordered");
        assertThat(step.detail).isEqualTo("stop ordered");
    }

    @Test
    void placementAddsAStepThatNamesTheHost() {
        IntentStep step = apply(
                2,
                new ContainerPlaced(
                        INTENT,
                        WEB,
                        new ContainerName("web"),
                        new Image(new ImageName("debian-ssh:13"), new ImageDigest("sha256:" + "0".repeat(64))),
                        new Limits(500, 1024, 256, null),
                        new HostName("n1"),
                        1,
                        1,
                        time(60),
                        List.of(),
                        null,
                        Settings.NONE,
                        null,
                        null,
                        List.of()));

        assertThat(row.status).isEqualTo(IntentStatus.ACCEPTED);
        assertThat(step.detail).isEqualTo("on host n1");
    }

    @Test
    void refusedPlacementGivesAStepAndDoesNotEndTheIntent() {
        IntentStep step = apply(
                2, new PlacementRefused(INTENT, WEB, new HostName("n1"), 1, ErrorCode.HOST_FULL, "n1 has no room"));

        assertThat(row.status).isEqualTo(IntentStatus.ACCEPTED);
        assertThat(row.problemCode).isNull();
        assertThat(row.endedAt).isNull();
        assertThat(step.detail).isEqualTo("n1 has no room");
    }

    // ---- ends ----

    @Test
    void outcomeSetsTheEndTimeAndKeepsTheDecisionTime() {
        apply(2, ORDERED);

        apply(3, STOPPED);

        assertThat(row.status).isEqualTo(IntentStatus.DONE);
        assertThat(row.decidedAt).isEqualTo(time(2));
        assertThat(row.endedAt).isEqualTo(time(3));
        assertThat(row.sequence).isEqualTo(3);
    }

    @Test
    void rejectionSetsTheDecisionTimeAndTheEndTime() {
        apply(2, new IntentRejected(INTENT, ErrorCode.WRONG_STATE, "web is stopped.", Map.of("limit", 3L)));

        assertThat(row.status).isEqualTo(IntentStatus.REJECTED);
        assertThat(row.problemCode).isEqualTo(ErrorCode.WRONG_STATE);
        assertThat(row.problemDetail).isEqualTo("web is stopped.");
        assertThat(row.problemNumbers).isEqualTo("{\"limit\":3}");
        assertThat(row.problemHosts).isNull();
        assertThat(row.container).isNull();
        assertThat(row.decidedAt).isEqualTo(time(2));
        assertThat(row.endedAt).isEqualTo(time(2));
    }

    @Test
    void failureEndsTheIntentWithTheDetailFromDocker() {
        apply(2, ORDERED);

        apply(3, new OperationFailed(INTENT, WEB, Operation.STOP, 2, ErrorCode.ENGINE_FAILED, "no such device", null));

        assertThat(row.status).isEqualTo(IntentStatus.FAILED);
        assertThat(row.problemCode).isEqualTo(ErrorCode.ENGINE_FAILED);
        assertThat(row.problemDetail).isEqualTo("no such device");
        assertThat(row.container).isEqualTo(WEB.value());
        assertThat(row.endedAt).isEqualTo(time(3));
    }

    @Test
    void renameEndsTheIntentAndGivesAStepWithTheName() {
        IntentStep step = apply(2, new ContainerRenamed(INTENT, WEB, new ContainerName("shop")));

        assertThat(row.status).isEqualTo(IntentStatus.DONE);
        assertThat(row.container).isEqualTo(WEB.value());
        assertThat(row.endedAt).isEqualTo(time(2));
        assertThat(step.detail).isEqualTo("to shop");
    }

    @Test
    void accountIntentIsDoneWithoutAContainer() {
        apply(2, new SignInBound(INTENT, "https://id.example", "a-1"));

        assertThat(row.status).isEqualTo(IntentStatus.DONE);
        assertThat(row.container).isNull();
    }

    // ---- invalid events ----

    @Test
    void eventWithoutASequenceStopsTheProjection() {
        Message<Event> unnumbered = new Message<>(envelope("owner/alice:2", 2), ORDERED);

        assertThatThrownBy(() -> IntentProjection.advance(row, unnumbered)).hasMessageContaining("sequence");
    }

    private void recorded(Intent intent, int second) {
        IntentProjection.record(row, new Message<>(envelope(INTENT.value(), second), intent));
    }

    private IntentStep apply(int sequence, Event event) {
        Envelope envelope = envelope("owner/alice:" + sequence, sequence).asEvent(sequence, null);
        return IntentProjection.advance(row, new Message<>(envelope, event));
    }

    private static Envelope envelope(String id, int second) {
        return Envelope.first(
                id,
                "command-service",
                new AggregateId("owner/alice"),
                time(second),
                ALICE,
                new TraceParent("00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"));
    }

    private static Instant time(int second) {
        return Instant.parse("2026-03-01T10:00:00Z").plusSeconds(second);
    }
}
