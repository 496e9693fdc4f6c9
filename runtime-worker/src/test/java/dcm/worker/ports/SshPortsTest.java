package dcm.worker.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.SshEndpoint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SshPortsTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int FIRST = 28_100;

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private final SshPorts ports = new SshPorts(LOOPBACK, new PortRange(FIRST, FIRST + 2), () -> now);

    @Test
    void everyPortOfTheRangeIsAllocatedOnce() {
        assertThat(ports.take()).contains(ssh(FIRST));
        assertThat(ports.take()).contains(ssh(FIRST + 1));
        assertThat(ports.take()).contains(ssh(FIRST + 2));
        assertThat(ports.take()).isEmpty();
    }

    @Test
    void heldPortIsNotAllocated() {
        ports.hold(new PortNumber(FIRST + 1));

        assertThat(ports.take()).contains(ssh(FIRST + 2));
        assertThat(ports.take()).contains(ssh(FIRST));
        assertThat(ports.take()).isEmpty();
    }

    @Test
    void freedPortIsNotReusedWhileAnotherPortIsFree() {
        freeTheNextPort(FIRST);

        now = now.plus(Duration.ofMinutes(10)).minusMillis(1);

        assertThat(ports.take()).contains(ssh(FIRST + 1));
    }

    @Test
    void freedPortIsReusedAfterTenMinutes() {
        freeTheNextPort(FIRST);

        now = now.plus(Duration.ofMinutes(10));

        assertThat(ports.take()).contains(ssh(FIRST));
    }

    @Test
    void freedPortIsReusedWhenNoOtherPortIsFree() {
        ports.take();
        ports.take();
        ports.take();
        ports.free(new PortNumber(FIRST + 1));

        assertThat(ports.take()).contains(ssh(FIRST + 1));
        assertThat(ports.take()).isEmpty();
    }

    @Test
    void portOfAnotherProgramIsSkipped() throws Exception {
        try (ServerSocket foreign = new ServerSocket(FIRST, 1, InetAddress.getByName(LOOPBACK))) {
            assertThat(foreign.isBound()).isTrue();
            assertThat(ports.take()).contains(ssh(FIRST + 1));
        }
    }

    @Test
    void heldPortOutsideOfTheRangeIsIgnored() {
        ports.hold(new PortNumber(65_535));

        assertThat(ports.take()).isPresent();
        assertThat(ports.take()).isPresent();
        assertThat(ports.take()).isPresent();
    }

    /** Holds the last port of the range, so that the next search begins at the first. */
    private void freeTheNextPort(int port) {
        assertThat(ports.take()).contains(ssh(port));
        ports.free(new PortNumber(port));
        ports.hold(new PortNumber(FIRST + 2));
    }

    private static SshEndpoint ssh(int port) {
        return new SshEndpoint(LOOPBACK, new PortNumber(port));
    }
}
