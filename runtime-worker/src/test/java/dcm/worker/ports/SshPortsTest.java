package dcm.worker.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.SshEndpoint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SshPortsTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int FIRST = 28_100;

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private final SshPorts ports = new SshPorts(LOOPBACK, new PortRange(FIRST, FIRST + 2), () -> now);

    @Test
    void everyPortOfTheRangeIsAllocatedOnce() {
        assertThat(take()).contains(ssh(FIRST));
        assertThat(take()).contains(ssh(FIRST + 1));
        assertThat(take()).contains(ssh(FIRST + 2));
        assertThat(take()).isEmpty();
    }

    @Test
    void reasonNamesAnAddressThatTheHostDoesNotHave() {
        var host = new HostName("n1");
        var elsewhere = new SshPorts("192.0.2.9", new PortRange(FIRST, FIRST + 2), () -> now);

        assertThat(elsewhere.take(newContainer())).isEmpty();
        assertThat(elsewhere.reasonForNone(host)).startsWith("n1 does not have the address 192.0.2.9");
        assertThat(ports.reasonForNone(host)).startsWith("No SSH port of n1 is free.");
    }

    @Test
    void heldPortIsNotAllocated() {
        ports.hold(newContainer(), new PortNumber(FIRST + 1));

        assertThat(take()).contains(ssh(FIRST + 2));
        assertThat(take()).contains(ssh(FIRST));
        assertThat(take()).isEmpty();
    }

    @Test
    void freedPortIsNotReusedWhileAnotherPortIsFree() {
        freeTheNextPort(FIRST);

        now = now.plus(Duration.ofMinutes(10)).minusMillis(1);

        assertThat(take()).contains(ssh(FIRST + 1));
    }

    @Test
    void freedPortIsReusedAfterTenMinutes() {
        freeTheNextPort(FIRST);

        now = now.plus(Duration.ofMinutes(10));

        assertThat(take()).contains(ssh(FIRST));
    }

    @Test
    void freedPortIsReusedWhenNoOtherPortIsFree() {
        take();
        ContainerId second = newContainer();
        ports.take(second);
        take();
        ports.free(second);

        assertThat(take()).contains(ssh(FIRST + 1));
        assertThat(take()).isEmpty();
    }

    @Test
    void portOfAnotherProgramIsSkipped() throws Exception {
        try (ServerSocket foreign = new ServerSocket(FIRST, 1, InetAddress.getByName(LOOPBACK))) {
            assertThat(foreign.isBound()).isTrue();
            assertThat(take()).contains(ssh(FIRST + 1));
        }
    }

    @Test
    void heldPortOutsideOfTheRangeIsIgnored() {
        ports.hold(newContainer(), new PortNumber(65_535));

        assertThat(take()).isPresent();
        assertThat(take()).isPresent();
        assertThat(take()).isPresent();
    }

    @Test
    void containerHasOnePort() {
        ContainerId container = newContainer();
        ports.take(container);
        ports.take(container);

        assertThat(ports.free()).isEqualTo(2);
        ports.hold(container, new PortNumber(FIRST + 2));
        assertThat(ports.free()).isEqualTo(2);
        ports.free(container);
        ports.free(container);
        assertThat(ports.free()).isEqualTo(3);
    }

    private Optional<SshEndpoint> take() {
        return ports.take(newContainer());
    }

    private static ContainerId newContainer() {
        return ContainerId.of(IntentId.fresh());
    }

    /** Holds the last port of the range, so that the next search begins at the first. */
    private void freeTheNextPort(int port) {
        ContainerId container = newContainer();
        assertThat(ports.take(container)).contains(ssh(port));
        ports.free(container);
        ports.hold(newContainer(), new PortNumber(FIRST + 2));
    }

    private static SshEndpoint ssh(int port) {
        return new SshEndpoint(LOOPBACK, new PortNumber(port));
    }
}
