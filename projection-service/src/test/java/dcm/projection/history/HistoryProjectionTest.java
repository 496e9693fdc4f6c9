package dcm.projection.history;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerPaused;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.event.ContainerEvent.TerminalOpened;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HistoryProjectionTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final ContainerId WEB = new ContainerId("00000000000000aa");
    private static final IntentId INTENT = new IntentId("01a21359-470c-779a-a8e2-e13d6dfe8dfe");

    @Test
    void crashThatNobodyRequestedIsInTheHistoryWithItsReason() {
        ContainerEventRow row = row(new ContainerStopped(null, WEB, null, 137, true, "Its memory limit was reached."));

        assertThat(row.what).isEqualTo("container-stopped");
        assertThat(row.detail).isEqualTo("exit code 137, out of memory, Its memory limit was reached.");
        assertThat(row.actor).isEqualTo("host/n1");
        assertThat(row.intent).isNull();
        assertThat(row.at).isEqualTo(NOON);
    }

    @Test
    void requestedChangeNamesItsRequest() {
        ContainerEventRow row = row(new ContainerRenamed(INTENT, WEB, new ContainerName("shop")));

        assertThat(row.detail).isEqualTo("to shop");
        assertThat(row.intent).isEqualTo(INTENT.value());
        assertThat(row.owner).isEqualTo("alice");
        assertThat(row.sequence).isEqualTo(7);
    }

    @Test
    void terminalIsShownWithItsUser() {
        ContainerEventRow row = row(new TerminalOpened(INTENT, WEB, "root"));

        assertThat(row.what).isEqualTo("terminal-opened");
        assertThat(row.detail).isEqualTo("as root");
    }

    @Test
    void eventWhoseTypeSaysEverythingHasNoDetail() {
        assertThat(row(new ContainerPaused(INTENT, WEB, 2)).detail).isNull();
    }

    private static ContainerEventRow row(ContainerEvent event) {
        AggregateId alice = AggregateId.of(new OwnerName("alice"));
        Envelope envelope = Envelope.first(
                        "e", "admission", alice, NOON, Actor.host(new HostName("n1")), TraceParent.fresh())
                .asEvent(7, new LogPosition("dcm.reports", 1, 1));
        return HistoryProjection.row(envelope, event, "web");
    }
}
