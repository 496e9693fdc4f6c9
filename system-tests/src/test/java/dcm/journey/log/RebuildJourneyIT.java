package dcm.journey.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.event.AccountEvent.HomesMeasured;
import dcm.contract.event.ContainerEvent.DiskMeasured;
import dcm.journey.support.Eventually;
import dcm.journey.support.LogRecords;
import dcm.journey.support.LogRecords.EventRecord;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Admission's state can be deleted and rebuilt from the events. */
@Tag("operations")
class RebuildJourneyIT {
    private final RunningStack stack = RunningStack.get();

    @Test
    void rebuildRestoresTheStateOfAdmission() {
        assertEventsUnchangedBy(() -> assertThat(ShellRunner.run(stack.launcher("rebuild", "admission")))
                .contains("rebuilt from"));
    }

    @Test
    void deletedStateIsRebuiltWhenAdmissionStarts() {
        assertEventsUnchangedBy(() -> restartHavingLost(true));
    }

    @Test
    void deletedConsumerOffsetsAreRebuiltWhenAdmissionStarts() {
        assertEventsUnchangedBy(() -> restartHavingLost(false));
    }

    /** All records are newer than a day, so nothing is moved; ViewsRebuildIT moves some. */
    @Test
    void logIsCompactedWhileDcmRuns() {
        assertEventsUnchangedBy(() -> LogRecords.withUncommittedPositions(
                () -> assertThat(ShellRunner.run(stack.launcher("log", "compact", "--keep", "1")))
                        .contains("0 positions moved", "stay in Kafka", "archive: 0 records")));
    }

    private void restartHavingLost(boolean changelog) {
        stack.part("command-service").stop();
        Eventually.that("admission's consumer group is empty", LogRecords::admissionGroupIsEmpty);
        LogRecords.deleteAdmissionState(changelog);
        List<String> progress = new ArrayList<>();
        stack.part("command-service").start(progress::add);
        assertThat(progress).last().asString().startsWith("command-service … rebuild of admission's state finished");
    }

    /** Checks that {@code action} causes no lost, repeated or renumbered event. */
    private void assertEventsUnchangedBy(Runnable action) {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        alice.doneTo("stop", "web");
        List<EventRecord> events = LogRecords.eventsOf(alice.name());

        action.run();

        Eventually.that("everything is healthy", stack::healthy);
        List<EventRecord> afterwards = LogRecords.eventsOf(alice.name());
        assertThat(afterwards).startsWith(events.toArray(EventRecord[]::new));
        assertThat(afterwards.subList(events.size(), afterwards.size()))
                .as("events without an intent")
                .allMatch(event -> event.payload() instanceof HomesMeasured || event.payload() instanceof DiskMeasured);
        assertThat(alice.client()
                        .post("/v1/containers", Map.of("image", "debian-ssh", "name", "web"), Duration.ZERO)
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("name-taken");
        alice.doneTo("start", web.path("handle").asText());
        // Until admission has seen a heartbeat again, its host is shown as unreachable.
        Eventually.that(
                "web is shown as running",
                () -> alice.show("web").path("state").asText().equals("running"));
        List<Long> sequences = LogRecords.eventsOf(alice.name()).stream()
                .map(EventRecord::sequence)
                .toList();
        assertThat(sequences)
                .isEqualTo(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
    }
}
