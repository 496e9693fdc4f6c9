package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlacementsUnderWayTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final HostName N1 = TestInstallation.N1.name();
    private static final HostName N2 = TestInstallation.N2.name();
    private static final ContainerId WEB = ContainerId.of(TestInstallation.intent(1));
    private static final ContainerId DB = ContainerId.of(TestInstallation.intent(2));

    private final PlacementsUnderWay underWay = new PlacementsUnderWay();

    @Test
    void placementCountsUntilAHeartbeatAfterItsOutcome() {
        underWay.placed(WEB, N1, NOON);
        underWay.placed(DB, N1, NOON);
        underWay.ended(WEB, NOON.plusSeconds(1));

        underWay.heartbeat(N1, NOON.plusMillis(500));
        assertThat(underWay.counts()).containsEntry(N1, 2);

        underWay.heartbeat(N1, NOON.plusSeconds(2));
        assertThat(underWay.counts()).containsEntry(N1, 1);
    }

    @Test
    void placementWithoutOutcomeCountsForTwoMinutes() {
        underWay.placed(WEB, N1, NOON);

        underWay.heartbeat(N1, NOON.plusSeconds(119));
        assertThat(underWay.counts()).containsEntry(N1, 1);

        underWay.heartbeat(N1, NOON.plusSeconds(121));
        assertThat(underWay.counts()).isEmpty();
    }

    @Test
    void refusedPlacementCountsOnTheNextHostOnly() {
        underWay.placed(WEB, N1, NOON);
        underWay.placed(WEB, N2, NOON);
        underWay.refused(WEB, N1); // arrives late

        assertThat(underWay.counts()).containsOnlyKeys(N2);
        underWay.refused(WEB, N2);
        assertThat(underWay.counts()).isEmpty();
    }
}
