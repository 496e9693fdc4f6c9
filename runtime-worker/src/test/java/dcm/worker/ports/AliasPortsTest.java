package dcm.worker.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.PublishedPort;
import dcm.worker.ports.AliasPorts.Claim;
import dcm.worker.ports.AliasPorts.Holder;
import dcm.worker.ports.AliasPorts.PortConflict;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AliasPortsTest {
    private static final String FIRST = "127.0.0.1";
    private static final String SECOND = "127.0.0.2";
    private static final Holder ANNS = holder("00000000000000aa", "ann");
    private static final Holder BOBS = holder("00000000000000bb", "bob");

    private final AliasPorts ports = new AliasPorts(List.of(FIRST, SECOND), List.of(new PortRange(28180, 28191)));

    @Test
    void portsAreAllocatedOnTheFirstAddress() {
        assertThat(claim(ANNS, "28110", "28110/udp")).isEqualTo(allocated(FIRST, "28110", "28110/udp"));
    }

    @Test
    void reservedPortIsRejectedOnEveryAddress() {
        assertThat(claim(ANNS, "28190"))
                .isEqualTo(new Claim.Refused(List.of(
                        new PortConflict(published(FIRST, "28190"), null),
                        new PortConflict(published(SECOND, "28190"), null))));
    }

    @Test
    void usedPortIsAllocatedOnTheNextAddress() {
        claim(ANNS, "28110");

        assertThat(claim(BOBS, "28110")).isEqualTo(allocated(SECOND, "28110"));
    }

    @Test
    void allPortsOfAContainerAreAllocatedOnOneAddress() {
        claim(ANNS, "28111");

        assertThat(claim(BOBS, "28110", "28111", "28112")).isEqualTo(allocated(SECOND, "28110", "28111", "28112"));
    }

    @Test
    void tcpAndUdpPortsWithTheSameNumberAreIndependent() {
        claim(ANNS, "28110");

        assertThat(claim(BOBS, "28110/udp")).isEqualTo(allocated(FIRST, "28110/udp"));
    }

    @Test
    void portsTakenOnEveryAddressAreRejectedWithTheirHolders() {
        claim(ANNS, "28110");
        claim(BOBS, "28110");

        assertThat(claim(holder("00000000000000cc", "cid"), "28110", "28111"))
                .isEqualTo(new Claim.Refused(List.of(
                        new PortConflict(published(FIRST, "28110"), ANNS),
                        new PortConflict(published(SECOND, "28110"), BOBS))));
        assertThat(claim(ANNS, "28111")).isEqualTo(allocated(FIRST, "28111"));
    }

    @Test
    void portOfAnotherProgramIsSkipped() throws Exception {
        try (ServerSocket tcp = new ServerSocket(28_113, 1, InetAddress.getByName(FIRST));
                DatagramSocket udp = new DatagramSocket(new InetSocketAddress(FIRST, 28_114))) {
            assertThat(tcp.isBound() && udp.isBound()).isTrue();

            assertThat(claim(ANNS, "28113")).isEqualTo(allocated(SECOND, "28113"));
            assertThat(claim(ANNS, "28114/udp")).isEqualTo(allocated(SECOND, "28114/udp"));
        }
    }

    @Test
    void portOfAProgramOnAllAddressesIsRejectedOnEveryAddress() throws Exception {
        try (ServerSocket everywhere = new ServerSocket(28_115)) {
            assertThat(everywhere.isBound()).isTrue();

            assertThat(claim(ANNS, "28115"))
                    .isEqualTo(new Claim.Refused(List.of(
                            new PortConflict(published(FIRST, "28115"), null),
                            new PortConflict(published(SECOND, "28115"), null))));
        }
    }

    @Test
    void excludedAddressIsSkipped() {
        assertThat(ports.claim(ANNS, List.of(ContainerPort.tcp(28_110)), null, Set.of(FIRST)))
                .isEqualTo(allocated(SECOND, "28110"));
    }

    @Test
    void requestedAddressIsTheOnlyOneThatIsTried() {
        assertThat(ports.claim(ANNS, List.of(ContainerPort.tcp(28_110)), SECOND, Set.of()))
                .isEqualTo(allocated(SECOND, "28110"));
        assertThat(ports.claim(BOBS, List.of(ContainerPort.tcp(28_110)), SECOND, Set.of()))
                .isEqualTo(new Claim.Refused(List.of(new PortConflict(published(SECOND, "28110"), ANNS))));
    }

    @Test
    void portOfAnExistingContainerIsNotAllocatedAgain() {
        ports.hold(ANNS, List.of(published(FIRST, "28110")));

        assertThat(claim(BOBS, "28110")).isEqualTo(allocated(SECOND, "28110"));
    }

    @Test
    void freedPortsAreAllocatedAgain() {
        claim(ANNS, "28110", "28111");

        ports.free(ANNS.container());

        assertThat(claim(BOBS, "28110", "28111")).isEqualTo(allocated(FIRST, "28110", "28111"));
    }

    @Test
    void containerThatIsCreatedAgainGetsItsPortsAgain() {
        claim(ANNS, "28110");
        claim(BOBS, "28111");

        assertThat(claim(ANNS, "28110")).isEqualTo(allocated(FIRST, "28110"));
        assertThat(claim(ANNS, "28111")).isEqualTo(allocated(SECOND, "28111"));
        assertThat(claim(BOBS, "28110")).isEqualTo(allocated(FIRST, "28110"));
    }

    private Claim claim(Holder holder, String... wanted) {
        return ports.claim(holder, Stream.of(wanted).map(ContainerPort::parse).toList(), null, Set.of());
    }

    private static Claim allocated(String address, String... wanted) {
        return new Claim.Allocated(
                Stream.of(wanted).map(port -> published(address, port)).toList());
    }

    private static PublishedPort published(String address, String port) {
        return new PublishedPort(address, ContainerPort.parse(port));
    }

    private static Holder holder(String container, String owner) {
        return new Holder(new ContainerId(container), new OwnerName(owner));
    }
}
