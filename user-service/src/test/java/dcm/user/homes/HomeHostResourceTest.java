package dcm.user.homes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.event.HomesMoveEvent.HomesMoveFailed;
import dcm.contract.event.HomesMoveEvent.HomesMoveRequestedAgain;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.view.TransferState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeHostResourceTest {
    private static final IntentId INTENT = new IntentId("019ab2d4-3c1e-7b52-a1de-0f3c55e0a7c1");
    private static final IntentId EARLIER = new IntentId("019ab2d4-3c1e-7b52-a1de-0f3c55e0a7c2");
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final HostName N2 = new HostName("n2");

    @Test
    void moveThatIsInProgressIsShownWithTheRequestThatBeganIt() {
        assertThat(HomeHostResource.outcome(new HomesMoveRequestedAgain(INTENT, EARLIER), INTENT, ALICE, N2))
                .isEqualTo(new HomeHostView(EARLIER.value(), TransferState.UNDER_WAY, "alice", "n2"));
    }

    @Test
    void homesThatAreOnTheHostAreDone() {
        assertThat(HomeHostResource.outcome(new HomesMoved(INTENT, N2, N2, List.of(), List.of()), INTENT, ALICE, N2))
                .isEqualTo(new HomeHostView(INTENT.value(), TransferState.DONE, "alice", "n2"));
    }

    @Test
    void failedMoveIsAProblemWithItsReason() {
        HomesMoveFailed failed = new HomesMoveFailed(INTENT, N2, ErrorCode.HOST_FULL, "The disk is full.", Map.of());

        assertThatThrownBy(() -> HomeHostResource.outcome(failed, INTENT, ALICE, N2))
                .hasMessageContaining("The disk is full.");
    }
}
