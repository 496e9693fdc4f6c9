package dcm.gateway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.PortRange;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.shell.api.Document;
import dcm.shell.document.ContainerDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedAddressesTest {
    private static final PortRange PORTS = PortRange.parse("30000-30999");
    private static final HostSnapshot LOCAL = host("n1");
    private static final HostSnapshot JOINED = host("n2")
            .joined(new HostDeclaration(
                    JoinId.fresh(), "engine", "192.0.2.7", List.of("192.0.2.8", "2001:db8::8"), PORTS));

    private final RecordedAddresses addresses =
            new RecordedAddresses(name -> Optional.of(name.value().equals("n1") ? LOCAL : JOINED)
                    .filter(host -> !name.value().equals("n3")));

    @Test
    void addressWithWhichTheHostJoinedIsAccepted() {
        assertThat(addresses.objection(container("n2"), "192.0.2.8")).isEmpty();
        assertThat(addresses.objection(container("n2"), "2001:db8:0:0:0:0:0:8")).isEmpty();
    }

    @Test
    void otherAddressIsRefused() {
        for (String address : List.of("127.0.0.1", "::1", "localhost", "192.0.2.1", "192.0.2.7")) {
            assertThat(addresses.objection(container("n2"), address))
                    .as(address)
                    .hasValueSatisfying(reason -> assertThat(reason).contains("web", address, "n2"));
        }
    }

    @Test
    void hostThatTheInstallationItselfHasSetUpMayHaveAnyAddress() {
        assertThat(addresses.objection(container("n1"), "127.0.0.1")).isEmpty();
    }

    @Test
    void containerOfAnUnknownHostIsRefused() {
        assertThat(addresses.objection(container("n3"), "192.0.2.8")).isPresent();
    }

    private static ContainerDocument container(String host) {
        return Document.of(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("name", "web")
                                .put("state", "running")
                                .put("host", host),
                        ContainerDocument.class)
                .fields();
    }

    private static HostSnapshot host(String name) {
        HostReported report = new HostReported(
                "engine",
                "29.0",
                "1",
                1000,
                1024,
                List.of("192.0.2.8"),
                PORTS,
                List.of(),
                Map.of(),
                null,
                0,
                null,
                null,
                List.of(),
                null);
        return HostSnapshot.of(new HostName(name), 0, report, Instant.EPOCH);
    }
}
