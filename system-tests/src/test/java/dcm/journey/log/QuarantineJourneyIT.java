package dcm.journey.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.codec.Header;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.topic.Topic;
import dcm.journey.support.Eventually;
import dcm.journey.support.LogRecords;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Unreadable records in the log do not affect other users, and the administrator is shown what to do. */
@Tag("operations")
class QuarantineJourneyIT {
    private static final String QUARANTINE = "/v1/quarantine";

    private final RunningStack stack = RunningStack.get();
    private final StackApiClient admin = stack.people().administrator();

    @AfterEach
    void emptyQuarantine() {
        admin.get(QUARANTINE)
                .expectDone()
                .path("items")
                .valueStream()
                .forEach(record ->
                        admin.post(QUARANTINE + "/" + record.path("position").asText() + "/discard", Duration.ZERO));
    }

    @Test
    void undecodableRecordsDoNotBlockIntentsAndAreListedForAdministrators() {
        TestUser alice = TestUser.joins("alice");
        String junk = LogRecords.append(Topic.INTENTS, owner(alice), Map.of(), "junk");
        String report = LogRecords.appendReport(owner(alice), Map.of("ce_id", "x"), "{}");

        assertThat(alice.creates("web").path("state").asText()).isEqualTo("running");

        Eventually.that(
                "both records are listed",
                () -> admin.get(QUARANTINE)
                        .expectDone()
                        .findValuesAsText("position")
                        .containsAll(List.of(junk, report)));
        JsonNode shown = admin.get(QUARANTINE + "/" + junk).expectDone();
        assertThat(shown.path("value").asText()).isEqualTo("junk");
        assertThat(shown.path("key").asText()).isEqualTo("owner/" + alice.name());
        assertThat(shown.path("reason").asText()).contains("missing");
        assertThat(stack.healthy()).isTrue();
        assertThat(stack.part("command-service").attention())
                .singleElement()
                .asString()
                .contains("quarantine: 2", "dcm log ls");
    }

    @Test
    void discardedIntentIsRejectedAndItsRecordIsRemoved() {
        TestUser alice = TestUser.joins("alice");
        String intent = IntentId.fresh().value();
        String position = LogRecords.append(
                Topic.INTENTS,
                owner(alice),
                Map.of(Header.ID, intent, Header.SUBJECT, owner(alice), Header.TYPE, "opn-container"),
                "{}");
        Eventually.that(
                "the record is in quarantine",
                () -> admin.get(QUARANTINE + "/" + position).status() == 200);

        var again = admin.post(QUARANTINE + "/" + position + "/release", Duration.ZERO);
        admin.post(QUARANTINE + "/" + position + "/discard", Duration.ZERO).expectDone();

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body().path("code").asText()).isEqualTo("record-unprocessable");
        Eventually.that(
                "the intent is rejected",
                () -> alice.intent(intent, Duration.ZERO)
                        .path("status")
                        .asText()
                        .equals("rejected"));
        assertThat(admin.get(QUARANTINE + "/" + position).status()).isEqualTo(404);
        assertThat(admin.post(QUARANTINE + "/" + position + "/discard", Duration.ZERO)
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("unknown-record");
    }

    @Test
    void quarantineIsForAdministrators() {
        TestUser alice = TestUser.joins("alice");

        assertThat(alice.client().get(QUARANTINE).status()).isEqualTo(403);
        assertThat(alice.client()
                        .post(QUARANTINE + "/dcm.intents-0@0/discard", Duration.ZERO)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void quarantineSurvivesARebuild() {
        TestUser alice = TestUser.joins("alice");
        String position = LogRecords.append(Topic.INTENTS, owner(alice), Map.of(), "junk");
        Eventually.that(
                "the record is in quarantine",
                () -> admin.get(QUARANTINE + "/" + position).status() == 200);

        ShellRunner.run(stack.launcher("rebuild", "admission"));

        stack.awaitLive();
        Eventually.that(
                "admission reports the record",
                () -> stack.part("command-service").attention().size() == 1);
        admin.post(QUARANTINE + "/" + position + "/discard", Duration.ZERO).expectDone();
        assertThat(alice.creates("web").path("state").asText()).isEqualTo("running");
        assertThat(stack.part("command-service").attention()).isEmpty();
    }

    @Test
    void failedStreamThreadIsReplacedAfterItsCauseIsFixed() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("first");
        LogRecords.denyEventsToAdmission();
        String intent = alice.client()
                .post("/v1/containers", Map.of("image", "debian-ssh", "name", "web"), Duration.ZERO)
                .body()
                .path("intent")
                .asText();
        Eventually.that(
                "admission is unhealthy", () -> !stack.part("command-service").healthy());

        stack.part("kafka").start(); // restores the rights of all users of the broker

        Eventually.that(
                "admission is healthy", () -> stack.part("command-service").healthy());
        assertThat(alice.intent(intent, TestUser.TIMEOUT).path("status").asText())
                .isIn("done", "rejected");
    }

    private static String owner(TestUser person) {
        return AggregateId.of(new OwnerName(person.name())).value();
    }
}
