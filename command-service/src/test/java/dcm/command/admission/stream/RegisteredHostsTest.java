package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.placement.Hosts;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.report.HostLoad;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import dcm.contract.snapshot.LivenessSnapshot;
import dcm.contract.snapshot.LivenessSnapshot.Seen;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegisteredHostsTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final RegisteredHosts directory = new RegisteredHosts();

    @Test
    void hostSilenceIsMeasuredFromTheFirstInput() {
        directory.inputReceived(NOON);

        assertThat(directory.silenceCountsFrom()).isEqualTo(NOON);
    }

    @Test
    void regularInputKeepsTheStartOfSilence() {
        for (int second = 0; second <= 60; second += 3) {
            directory.inputReceived(NOON.plusSeconds(second));
        }

        assertThat(directory.silenceCountsFrom()).isEqualTo(NOON);
    }

    @Test
    void gapInTheInputResetsTheStartOfSilence() {
        directory.inputReceived(NOON);
        directory.inputReceived(NOON.plusSeconds(9));

        assertThat(directory.silenceCountsFrom()).isEqualTo(NOON.plusSeconds(9));
    }

    /** Another instance reads the heartbeats. */
    @Test
    void publishedHeartbeatsKeepTheStartOfSilenceWithoutInput() {
        RegisteredHosts hosts = new RegisteredHosts();
        hosts.inputReceived(NOON);
        for (int second = 3; second <= 60; second += 3) {
            hosts.published(new LivenessSnapshot(Map.of()), NOON.plusSeconds(second));
        }
        hosts.inputReceived(NOON.plusSeconds(61));

        assertThat(hosts.silenceCountsFrom()).isEqualTo(NOON);
    }

    @Test
    void takeOverOfATaskResetsTheStartOfSilence() {
        directory.inputReceived(NOON);
        directory.taskOpened(NOON.plusSeconds(1));

        assertThat(directory.silenceCountsFrom()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void hostsAreCollectedAgainOnlyAfterAChange() {
        directory.update(TestInstallation.N2);
        directory.update(TestInstallation.N1);
        Hosts first = directory.current(NOON);

        assertThat(first.all()).containsExactly(TestInstallation.N1, TestInstallation.N2);
        assertThat(directory.current(NOON.plusSeconds(3600))).isSameAs(first);

        directory.update(TestInstallation.N2.remove(NOON));
        assertThat(directory.current(NOON).present()).containsExactly(TestInstallation.N1);
    }

    @Test
    void heartbeatsAreCollectedTogether() {
        directory.update(TestInstallation.N1);
        Hosts first = directory.current(NOON);
        Instant later = TestInstallation.N1.lastSeen().plusSeconds(3);

        directory.seen(
                TestInstallation.N1.name(), later, TestInstallation.N1.report().load());

        assertThat(directory.current(NOON.plusMillis(50))).isSameAs(first);
        assertThat(directory.current(NOON.plusMillis(101)).find(TestInstallation.N1.name()))
                .hasValueSatisfying(host -> assertThat(host.lastSeen()).isEqualTo(later));
    }

    /** Otherwise, nothing would count the container until decisions see the heartbeat. */
    @Test
    void placementIsUnderWayUntilDecisionsSeeTheHeartbeatThatIncludesIt() {
        HostName host = TestInstallation.N1.name();
        Instant later = TestInstallation.N1.lastSeen().plusSeconds(3);
        directory.update(TestInstallation.N1);
        directory.current(NOON);
        directory.underWay().placed(ContainerId.of(TestInstallation.intent(1)), host, NOON);
        directory.underWay().ended(ContainerId.of(TestInstallation.intent(1)), later.minusSeconds(1));

        directory.seen(host, later, new HostLoad(null, 5, null));

        assertThat(directory.current(NOON.plusMillis(50)).find(host)).contains(TestInstallation.N1);
        assertThat(directory.underWay().counts()).containsEntry(host, 1);

        assertThat(directory.current(NOON.plusMillis(101)).find(host))
                .hasValueSatisfying(seen -> assertThat(seen.lastSeen()).isEqualTo(later));
        assertThat(directory.underWay().counts()).isEmpty();
    }

    /** {@code dcm.hosts} and {@code dcm.liveness} are read independently. */
    @Test
    void heartbeatThatIsReadBeforeTheSnapshotIsKept() {
        HostSnapshot host = TestInstallation.N1.after(null);
        Seen seen = new Seen(host.lastSeen().plusSeconds(3), new HostLoad(null, 5, null));

        directory.published(new LivenessSnapshot(Map.of(host.name(), seen)), NOON);
        directory.published(host, NOON);

        assertThat(directory.find(host.name())).contains(host.seen(seen.at(), seen.load()));
    }

    @Test
    void onlyWhatWasReadIsKeptOfATasksOwnHosts() {
        HostSnapshot published = TestInstallation.N1.after(null);
        HostLoad load = new HostLoad(null, 5, null);
        Instant later = published.lastSeen().plusSeconds(3);
        directory.published(published, NOON);
        directory.update(published.with(new Cordon("new disks", NOON, null)).after(published));
        directory.seen(published.name(), later, load);
        directory.update(TestInstallation.N2.after(null));

        directory.keepPublished(TestInstallation.N1.name()::equals);

        assertThat(directory.current(NOON).all())
                .containsExactly(published.seen(later, load), TestInstallation.N2.after(null));
        directory.keepPublished(TestInstallation.N2.name()::equals);
        assertThat(directory.find(TestInstallation.N2.name())).isEmpty();
    }

    /** A task that moved here has not seen the last heartbeats that the former instance had seen. */
    @Test
    void laterSnapshotReplacesAnEarlierOneWithANewerHeartbeat() {
        HostSnapshot first = TestInstallation.N1.after(null);
        directory.update(first);
        Instant later = first.lastSeen().plusSeconds(3);
        directory.seen(first.name(), later, new HostLoad(null, 5, null));

        HostSnapshot cordoned = first.with(new Cordon("new disks", NOON, null)).after(first);
        directory.published(cordoned, NOON);
        directory.published(first, NOON); // read back from the log

        HostSnapshot known = directory.find(first.name()).orElseThrow();
        assertThat(known.cordon()).isEqualTo(cordoned.cordon());
        assertThat(known.lastSeen()).isEqualTo(later);
        assertThat(known.report().containers()).isEqualTo(5);
    }
}
