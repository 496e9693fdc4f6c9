package dcm.user.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.AddressRange;
import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.SwarmMode;
import dcm.contract.report.HomeStorage;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.join.EngineSwarm;
import dcm.join.JoinedHosts.Joined;
import dcm.join.SwarmAccess;
import dcm.rest.problem.ProblemException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JoinRulesTest {
    private static final HostName N1 = new HostName("n1");
    private static final HostName N2 = new HostName("n2");
    private static final List<HostSnapshot> HOSTS = List.of(host(N1, "engine-1", "31000-31999"));

    @Test
    void nameOfAnotherEngineIsRefused() {
        JoinRules.requireFreeName(N2, "engine-2", HOSTS);
        JoinRules.requireFreeName(N1, "engine-1", HOSTS);

        assertThatThrownBy(() -> JoinRules.requireFreeName(N1, "engine-2", HOSTS))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("engine-1")
                .hasMessageContaining("engine-2")
                .hasMessageContaining("dcm host rm n1");
    }

    @Test
    void onlyAMachineWithAnotherNameAndEngineThanAllHostsIsNew() {
        assertThat(JoinRules.isNew(N2, "engine-2", HOSTS)).isTrue();
        assertThat(JoinRules.isNew(N1, "engine-1", HOSTS)).isFalse();
        assertThat(JoinRules.isNew(N2, "engine-1", HOSTS)).isFalse();
    }

    @Test
    void engineOfAnotherSwarmOrWithLiveRestoreIsRefusedIfTheHostsAreInOneSwarm() {
        SwarmAccess swarm = new SwarmAccess(SwarmMode.ON, "192.0.2.1:2377", "token", "10.224.0.0/12");
        EngineSwarm other = new EngineSwarm(List.of("192.0.2.9:2377"), true);
        JoinRules.requireSwarm(null, null);
        JoinRules.requireSwarm(null, other);
        JoinRules.requireSwarm(swarm, new EngineSwarm(List.of(), false));
        JoinRules.requireSwarm(swarm, new EngineSwarm(List.of("192.0.2.1:2377"), false));

        assertThatThrownBy(() -> JoinRules.requireSwarm(swarm, other))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("192.0.2.9:2377")
                .hasMessageContaining("192.0.2.1:2377")
                .hasMessageContaining("docker swarm leave");
        assertThatThrownBy(() -> JoinRules.requireSwarm(swarm, new EngineSwarm(List.of(), true)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("\"live-restore\": false");
        assertThatThrownBy(() -> JoinRules.requireSwarm(swarm, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Update DCM");
    }

    @Test
    void certificateIsRenewedOnlyForAHostAtItsAddress() {
        Optional<HostSnapshot> known = Optional.of(HOSTS.getFirst());
        Joined joined = new Joined("192.0.2.7", Optional.of(JoinId.fresh()));
        assertThat(JoinRules.requireHost(N1, known, Optional.of(joined))).isEqualTo(joined);
        JoinRules.requireJoinedAt(N1, "192.0.2.7", joined);

        assertThatThrownBy(() -> JoinRules.requireJoinedAt(N1, "192.0.2.8", joined))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("joined with the address '192.0.2.7'");
        assertThatThrownBy(() -> JoinRules.requireHost(N1, Optional.empty(), Optional.of(joined)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("There is no host n1");
        assertThatThrownBy(() -> JoinRules.requireHost(N1, known, Optional.empty()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("There is no host n1");
    }

    @Test
    void addressOfTheInstallationIsRefusedAsAnAlias() {
        JoinRules.requireNotInstallation(List.of("192.0.2.7"), List.of("192.0.2.1", "2001:db8::1"));

        for (String alias : List.of("192.0.2.1", "2001:db8:0:0:0:0:0:1")) {
            assertThatThrownBy(() -> JoinRules.requireNotInstallation(
                            List.of("192.0.2.7", alias), List.of("192.0.2.1", "2001:db8::1")))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(alias)
                    .hasMessageContaining("--alias ADDRESS");
        }
    }

    @Test
    void addressInANetworkOfContainersIsRefusedAsAnAlias() {
        List<AddressRange> ranges = List.of(
                AddressRange.parse("10.213.0.1/16"),
                AddressRange.parse("2001:db8::1/64"),
                AddressRange.parse("192.0.2.1/32"));
        JoinRules.requireOutside(ranges, List.of("192.0.2.7", "10.214.0.1", "2001:db8:1::1"), "192.0.2.7", HOSTS);
        JoinRules.requireOutside(ranges, List.of("192.0.2.1"), "192.0.2.1", HOSTS);

        for (String alias : List.of("10.213.5.6", "2001:db8:0:0:0:0:0:7", "192.0.2.1")) {
            assertThatThrownBy(
                            () -> JoinRules.requireOutside(ranges, List.of("192.0.2.7", alias), "192.0.2.7", List.of()))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(alias)
                    .hasMessageContaining("--alias ADDRESS");
        }
    }

    @Test
    void addressesOfThisMachineAreKnown() {
        assertThat(MachineNetworks.addresses())
                .anyMatch(range -> range.contains(InetAddress.getLoopbackAddress()))
                .noneMatch(range -> range.contains(InetAddress.ofLiteral("203.0.113.77")));
    }

    @Test
    void networksOfThisMachineIncludeMoreThanItsAddresses() {
        InetAddress neighbour = InetAddress.ofLiteral("127.9.9.9");

        assertThat(MachineNetworks.networks()).anyMatch(range -> range.contains(neighbour));
        assertThat(MachineNetworks.addresses()).noneMatch(range -> range.contains(neighbour));
    }

    @Test
    void addressThatTheEngineHasReplacedIsRefused() {
        List<AddressRange> networks = List.of(AddressRange.parse("172.18.0.2/16"));
        JoinRules.requireUntranslated("192.0.2.7", networks);

        assertThatThrownBy(() -> JoinRules.requireUntranslated("172.18.0.1", networks))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("172.18.0.1")
                .hasMessageContaining("userland-proxy");
    }

    @Test
    void addressThatOnlyTheMachineItselfCanReachIsRefused() {
        assertThat(JoinRules.reachable("aliases", "192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(JoinRules.reachable("aliases", "2001:db8::7")).isEqualTo("2001:db8:0:0:0:0:0:7");
        for (String address : new String[] {"127.0.0.1", "::1", "0.0.0.0", "169.254.1.1"}) {
            assertThatThrownBy(() -> JoinRules.reachable("aliases", address))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining(address)
                    .hasMessageContaining("only the machine itself");
        }
        assertThatThrownBy(() -> JoinRules.reachable("aliases", "n2.lab.example"))
                .hasMessageContaining("is not an IP address");
        assertThatThrownBy(() -> JoinRules.reachable("aliases", null)).hasMessageContaining("required");
    }

    @Test
    void machineGetsACertificateOnlyForItsOwnAddress() {
        JoinRules.requireOwn("192.0.2.7", "192.0.2.7");

        assertThatThrownBy(() -> JoinRules.requireOwn("192.0.2.1", "192.0.2.7"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("comes from 192.0.2.7, not from 192.0.2.1");
    }

    @Test
    void machineWithoutTheSharedHomesIsRefused() {
        HomeStorage shared = new HomeStorage("common", 100_000, 100_000);
        HostSnapshot first = host(N1, "engine-1", "31000-31999");
        List<HostSnapshot> sharing =
                List.of(HostSnapshot.of(N1, 0, first.report().with(shared), first.lastSeen()));

        JoinRules.requireSharedHomes(N2, shared, sharing);
        JoinRules.requireSharedHomes(N2, shared, HOSTS);
        assertThatThrownBy(() -> JoinRules.requireSharedHomes(N2, null, sharing))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("--storage DIRECTORY");
        assertThatThrownBy(
                        () -> JoinRules.requireSharedHomes(N2, new HomeStorage("another", 100_000, 100_000), sharing))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("here is another, and the one of n1 is common");
        assertThatThrownBy(() -> JoinRules.requireSharedHomes(N2, new HomeStorage("common", 165_536, 165_536), sharing))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("165536:165536")
                .hasMessageContaining("/etc/subuid");
    }

    private static HostSnapshot host(HostName name, String engine, String sshPorts) {
        return host(name, engine, sshPorts, null);
    }

    private static HostSnapshot host(HostName name, String engine, String sshPorts, @Nullable String url) {
        HostReported report = new HostReported(
                engine,
                "26.1.5",
                "0.1.0",
                2000,
                4096,
                List.of("192.0.2.1"),
                PortRange.parse(sshPorts),
                List.of(),
                Map.of(),
                url,
                0,
                null,
                null,
                List.of(),
                "dcm-1");
        return HostSnapshot.of(name, 0, report, Instant.EPOCH);
    }
}
