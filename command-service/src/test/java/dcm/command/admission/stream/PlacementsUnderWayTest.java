package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.placement.Hosts;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import java.time.Instant;
import java.util.List;
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

        heartbeat(NOON.plusMillis(500));
        assertThat(underWay.counts()).containsEntry(N1, 2);

        heartbeat(NOON.plusSeconds(2));
        assertThat(underWay.counts()).containsEntry(N1, 1);
    }

    @Test
    void placementWithoutOutcomeCountsForTwoMinutes() {
        underWay.placed(WEB, N1, NOON);

        heartbeat(NOON.plusSeconds(119));
        assertThat(underWay.counts()).containsEntry(N1, 1);

        heartbeat(NOON.plusSeconds(121));
        assertThat(underWay.counts()).isEmpty();
    }

    @Test
    void removedContainerDoesNotCountAnyMore() {
        underWay.placed(WEB, N1, NOON);
        underWay.placed(DB, N1, NOON);
        underWay.ended(WEB, NOON.plusSeconds(1));

        underWay.removed(WEB);

        assertThat(underWay.counts()).containsEntry(N1, 1);
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

    private void heartbeat(Instant at) {
        HostSnapshot n1 = TestInstallation.N1;
        HostSnapshot host = HostSnapshot.of(n1.name(), n1.partition(), n1.report(), at);
        underWay.heartbeats(Hosts.of(List.of(host)));
    }
}
