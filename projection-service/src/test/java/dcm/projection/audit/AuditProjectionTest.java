package dcm.projection.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.AccountEvent.AccountSuspended;
import dcm.contract.event.ContainerEvent.ContainerUnpaused;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.Event;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.AccountIntent.SuspendAccount;
import dcm.contract.intent.Intent;
import dcm.contract.problem.ErrorCode;
import dcm.contract.view.AuditResult;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditProjectionTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final AggregateId ALICE = AggregateId.of(new OwnerName("alice"));
    private static final Actor ADMIN = Actor.account(new OwnerName("admin"));
    private static final IntentId INTENT = new IntentId("0193a5c2-7b1e-7c3d-8a4b-5c6d7e8f9a0b");
    private static final ContainerId WEB = new ContainerId("aaaa000000000001");

    private final AuditRow row = AuditProjection.newRow(INTENT.value(), intentEnvelope());

    @Test
    void intentIsRecordedWithActorAccountActionTimeAndOrigin() {
        AuditProjection.record(row, new Message<>(intentEnvelope(), new SuspendAccount("talk to us", true, null)));

        assertThat(row.actor).isEqualTo("account/admin");
        assertThat(row.account).isEqualTo("alice");
        assertThat(row.action).isEqualTo("suspend-account");
        assertThat(row.request).contains("talk to us");
        assertThat(row.origin).isEqualTo("192.0.2.7");
        assertThat(row.at).isEqualTo(NOON);
        assertThat(row.result).isEqualTo(AuditResult.RECORDED);
    }

    @Test
    void intentAfterItsDecisionKeepsTheResult() {
        advance(new AccountSuspended(INTENT, "talk to us", null));
        AuditProjection.record(
                row, new Message<Intent>(intentEnvelope(), new SuspendAccount("talk to us", false, null)));

        assertThat(row.result).isEqualTo(AuditResult.DONE);
        assertThat(row.at).isEqualTo(NOON);
        assertThat(row.action).isEqualTo("suspend-account");
    }

    @Test
    void rejectedIntentIsRecordedWithItsProblem() {
        advance(new IntentRejected(INTENT, ErrorCode.QUOTA_EXCEEDED, "You have 10 of 10.", Map.of()));

        assertThat(row.result).isEqualTo(AuditResult.REFUSED);
        assertThat(row.problemCode).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(row.problemDetail).isEqualTo("You have 10 of 10.");
    }

    @Test
    void orderedOperationIsAcceptedAndItsFailureIsFinal() {
        advance(new OperationOrdered(INTENT, WEB, StateOperation.UNPAUSE, 2, NOON));
        assertThat(row.result).isEqualTo(AuditResult.ACCEPTED);
        assertThat(row.endedAt).isNull();

        advance(new OperationFailed(INTENT, WEB, Operation.UNPAUSE, 2, ErrorCode.ENGINE_FAILED, "no", null));
        advance(new ContainerUnpaused(INTENT, WEB, 3));

        assertThat(row.result).isEqualTo(AuditResult.FAILED);
        assertThat(row.endedAt).isNotNull();
    }

    @Test
    void onlyNewResultChangesTheEntry() {
        OperationOrdered ordered = new OperationOrdered(INTENT, WEB, StateOperation.UNPAUSE, 2, NOON);

        assertThat(advance(ordered)).isTrue();
        assertThat(advance(ordered)).as("still accepted").isFalse();
        assertThat(advance(new ContainerUnpaused(INTENT, WEB, 3))).isTrue();
    }

    private boolean advance(Event event) {
        Envelope envelope = intentEnvelope()
                .next("owner/alice:7", "admission", ALICE, NOON.plusSeconds(1), ADMIN)
                .asEvent(7, null);
        return AuditProjection.advance(row, new Message<>(envelope, event));
    }

    private static Envelope intentEnvelope() {
        return Envelope.first(INTENT.value(), "user-service", ALICE, NOON, ADMIN, TraceParent.fresh())
                .from("192.0.2.7");
    }
}
