package dcm.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.codec.Json;
import dcm.contract.event.HostEvent.HostUncordoned;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannedDecisionTest {
    private static final IntentId ID = IntentId.fresh();

    @Test
    void acceptedDecisionNamesItsEvents() {
        PlannedDecision decision = PlannedDecision.of(List.of(new HostUncordoned(ID)));

        assertThat(decision.events()).containsExactly("host-uncordoned");
        assertThat(decision.rejection()).isNull();
    }

    @Test
    void rejectionSurvivesTheTransferWithItsNumbers() {
        var rejected = new IntentRejected(ID, ErrorCode.GROUP_IN_USE, "The group has members.", Map.of("members", 3L));

        PlannedDecision received = Json.parse(Json.text(PlannedDecision.of(List.of(rejected))), PlannedDecision.class);

        assertThat(received.rejection()).isEqualTo(rejected);
    }
}
