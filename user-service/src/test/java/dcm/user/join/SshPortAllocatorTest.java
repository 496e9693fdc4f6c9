package dcm.user.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.rest.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SshPortAllocatorTest {
    private static final HostName N1 = new HostName("n1");
    private static final HostName N2 = new HostName("n2");
    private static final Map<HostName, PortRange> RANGES = Map.of(N1, PortRange.parse("31000-31999"));
    private static final List<HostSnapshot> HOSTS = List.of(hostWithPorts());

    @Test
    void overlappingSshPortsAreRefusedWithAFreeRange() {
        assertThat(SshPortAllocator.choose(N2, new PortRange(30_000, 30_999), RANGES))
                .hasToString("30000-30999");
        assertThat(SshPortAllocator.choose(N1, new PortRange(31_500, 31_999), RANGES))
                .hasToString("31500-31999");

        assertThatThrownBy(() -> SshPortAllocator.choose(N2, new PortRange(30_500, 31_000), RANGES))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("30500-31000")
                .hasMessageContaining("n1 (31000-31999)")
                .hasMessageContaining("--ssh-ports 30000-30999");
    }

    @Test
    void sshPortsThatAreNotRequestedAreAFreeRangeOrTheEarlierOne() {
        assertThat(SshPortAllocator.choose(N2, null, RANGES)).hasToString("30000-30999");
        assertThat(SshPortAllocator.choose(N1, null, RANGES)).hasToString("31000-31999");
        assertThat(SshPortAllocator.choose(N2, null, Map.of())).hasToString("31000-31999");

        assertThatThrownBy(() -> SshPortAllocator.choose(N2, null, Map.of(N1, PortRange.parse("10000-32000"))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("--ssh-ports");
    }

    @Test
    void machinesThatJoinAtTheSameTimeGetDifferentSshPorts() {
        SshPortAllocator allocator = new SshPortAllocator();
        HostName n3 = new HostName("n3");
        Instant now = Instant.EPOCH;

        assertThat(allocator.reserve(N2, null, HOSTS, now)).hasToString("30000-30999");
        assertThat(allocator.reserve(n3, null, HOSTS, now)).hasToString("29000-29999");
        assertThat(allocator.reserve(N2, null, HOSTS, now)).hasToString("30000-30999");
        assertThatThrownBy(() -> allocator.reserve(n3, new PortRange(30_500, 30_600), HOSTS, now))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("n2 (30000-30999)");

        assertThat(allocator.reserve(n3, new PortRange(30_500, 30_600), HOSTS, now.plusSeconds(600)))
                .hasToString("30500-30600");
    }

    private static HostSnapshot hostWithPorts() {
        HostReported report = new HostReported(
                "engine-1",
                "26.1.5",
                "0.1.0",
                2000,
                4096,
                List.of("192.0.2.1"),
                PortRange.parse("31000-31999"),
                List.of(),
                Map.of(),
                null,
                0,
                null,
                null,
                List.of(),
                "dcm-1");
        return HostSnapshot.of(N1, 0, report, Instant.EPOCH);
    }
}
