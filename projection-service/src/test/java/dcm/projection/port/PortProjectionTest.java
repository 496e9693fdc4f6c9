package dcm.projection.port;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortProjectionTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final OwnerName ALICE = new OwnerName("alice");

    @Test
    void firstStartAddsARowForEachPort() {
        List<PortRow> rows = PortProjection.fresh(List.of(), at(NOON), started("8080", "5353/udp"));

        assertThat(rows)
                .extracting(row -> row.container + " " + row.owner + " " + row.address + ":" + row.number + "/"
                        + row.protocol + " " + row.since)
                .containsExactly(
                        "00000000000000aa alice 192.0.2.7:8080/tcp 2026-11-24T12:00:00Z",
                        "00000000000000aa alice 192.0.2.7:5353/udp 2026-11-24T12:00:00Z");
    }

    @Test
    void laterStartAddsNoRows() {
        List<PortRow> known = PortProjection.fresh(List.of(), at(NOON), started("8080"));

        assertThat(PortProjection.fresh(known, at(NOON.plusSeconds(60)), started("8080")))
                .isEmpty();
    }

    private static ContainerStarted started(String... ports) {
        return new ContainerStarted(
                null,
                new ContainerId("00000000000000aa"),
                1,
                new SshEndpoint("192.0.2.7", new PortNumber(31_001)),
                Stream.of(ports)
                        .map(port -> new PublishedPort("192.0.2.7", ContainerPort.parse(port)))
                        .toList(),
                null,
                NOON);
    }

    private static Envelope at(Instant time) {
        AggregateId alice = AggregateId.of(ALICE);
        return Envelope.first("e", "admission", alice, time, Actor.account(ALICE), TraceParent.fresh())
                .asEvent(1, new LogPosition("dcm.reports", 1, 1));
    }
}
