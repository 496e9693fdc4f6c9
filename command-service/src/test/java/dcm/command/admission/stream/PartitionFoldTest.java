package dcm.command.admission.stream;

import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.EventFixtures;
import dcm.command.admission.owner.OwnerFold;
import dcm.command.admission.state.OwnerState;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.Event;
import dcm.contract.event.HomesMoveEvent.HomesCopyBegun;
import dcm.contract.event.HomesMoveEvent.HomesMoveBegun;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.event.HomesMoveEvent.HomesReceived;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import dcm.contract.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PartitionFoldTest {
    private static final HostName N1 = TestInstallation.N1.name();
    private static final HostName N2 = TestInstallation.N2.name();
    private static final IntentId MOVE = TestInstallation.intent(70);

    @Test
    void rebuiltStateKnowsThatARecreationWasRejected() {
        List<OwnerEvent> events = List.of(
                OPENED,
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                new HomesMoveBegun(MOVE, N1, new HostPartition(N2, 2), List.of(WEB), 300),
                new HomesCopyBegun(MOVE),
                new HomesReceived(MOVE, 1, 1),
                new ContainerLost(WEB, "", N1),
                new HomesMoved(MOVE, N1, N2, List.of(WEB), List.of(WEB)),
                new IntentRejected(MOVE.following("recreate " + WEB), ErrorCode.PRESET_NOT_GRANTED, "", Map.of()));

        OwnerState rebuilt = rebuilt(events);

        assertThat(rebuilt.open().homesMoves().toRecreate()).isEmpty();
        OwnerState decided = OwnerState.unknown(TestInstallation.ALICE);
        for (OwnerEvent event : events) {
            decided = OwnerFold.evolve(decided, event, TestInstallation.NOW);
        }
        assertThat(rebuilt).isEqualTo(decided);
    }

    @Test
    void idsOfOldIntentsAreForgotten() {
        PartitionFold fold = new PartitionFold();
        AggregateId alice = AggregateId.of(TestInstallation.ALICE);
        for (int hour = 0; hour < 200; hour++) {
            Envelope envelope = Envelope.first(
                    "e" + hour,
                    "test",
                    alice,
                    TestInstallation.NOW.plus(Duration.ofHours(hour)),
                    Actor.ADMISSION,
                    TraceParent.fresh());
            fold.add(new Message<>(
                    envelope.asEvent(hour + 1, new LogPosition(Topic.INTENTS.topicName(), 0, hour)),
                    hour == 0
                            ? OPENED
                            : new IntentRejected(IntentId.fresh(), ErrorCode.PRESET_NOT_GRANTED, "", Map.of())));
        }

        assertThat(fold.entries().keySet())
                .filteredOn(key -> key.startsWith("intent/"))
                .hasSizeBetween(24, 50);
    }

    private static OwnerState rebuilt(List<? extends Event> events) {
        AggregateId alice = AggregateId.of(TestInstallation.ALICE);
        Envelope envelope =
                Envelope.first("e", "test", alice, TestInstallation.NOW, Actor.ADMISSION, TraceParent.fresh());
        PartitionFold fold = new PartitionFold();
        long sequence = 0;
        for (Event event : events) {
            fold.add(new Message<>(envelope.asEvent(++sequence, null), event));
        }
        return new AdmissionStateStore(KeyValueTable.of(new TreeMap<>(fold.entries())))
                .owners()
                .get(TestInstallation.ALICE);
    }
}
