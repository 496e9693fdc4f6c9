package dcm.rest.host;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import dcm.contract.report.HostLoad;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.LivenessSnapshot;
import dcm.contract.snapshot.LivenessSnapshot.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostCacheTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final HostName N1 = new HostName("n1");
    private static final HostSnapshot HOST = HostSnapshot.of(
            N1,
            0,
            new HostReported(
                    "engine",
                    "29.0",
                    "1",
                    4000,
                    8192,
                    List.of("127.0.0.2"),
                    new PortRange(31_000, 31_999),
                    List.of(),
                    Map.of(),
                    null,
                    0,
                    null,
                    null,
                    List.of(),
                    "0badcafe"),
            NOON);

    private final HostCache hosts = new HostCache();

    @Test
    void heartbeatChangesTheLoadOfAKnownHost() {
        hosts.take(HOST);
        hosts.take(seen(NOON.plusSeconds(3), 5));
        hosts.take(seen(NOON.plusSeconds(2), 4)); // older

        assertThat(hosts.find(N1)).contains(HOST.seen(NOON.plusSeconds(3), new HostLoad(null, 5, null)));
    }

    /** The topics are read independently of one another. */
    @Test
    void heartbeatThatIsReadBeforeTheSnapshotIsKept() {
        hosts.take(seen(NOON.plusSeconds(3), 5));
        hosts.take(seen(NOON.plusSeconds(2), 4)); // older
        assertThat(hosts.find(N1)).isEmpty();

        hosts.take(HOST);

        assertThat(hosts.find(N1)).contains(HOST.seen(NOON.plusSeconds(3), new HostLoad(null, 5, null)));
    }

    @Test
    void heartbeatBeforeARemovalDoesNotCountWhenTheHostReturns() {
        hosts.take(HOST);
        hosts.take(seen(NOON.plusSeconds(3), 5));
        hosts.take(HOST.remove(NOON.plusSeconds(20)));

        hosts.take(HOST);

        assertThat(hosts.find(N1)).contains(HOST);
    }

    @Test
    void olderSnapshotKeepsTheNewerHeartbeat() {
        hosts.take(HOST);
        hosts.take(seen(NOON.plusSeconds(3), 5));

        hosts.take(HOST.labeled(List.of()));

        assertThat(hosts.find(N1))
                .hasValueSatisfying(host -> assertThat(host.lastSeen()).isEqualTo(NOON.plusSeconds(3)));
        hosts.take(HOST.remove(NOON));
        assertThat(hosts.all()).isEmpty();
    }

    private static LivenessSnapshot seen(Instant at, int containers) {
        return new LivenessSnapshot(Map.of(N1, new Seen(at, new HostLoad(null, containers, null))));
    }
}
