package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.codec.Header;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.event.Event;
import dcm.contract.event.GroupEvent.GroupRemoved;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.QuarantineEvent.RecordDiscarded;
import dcm.contract.event.QuarantineEvent.RecordQuarantined;
import dcm.contract.event.QuarantineEvent.RecordReleased;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.GroupIntent.DefineGroup;
import dcm.contract.intent.GroupIntent.RemoveGroup;
import dcm.contract.intent.QuarantineIntent.DiscardRecord;
import dcm.contract.intent.QuarantineIntent.ReleaseRecord;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.Quota;
import dcm.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records that cannot be processed. */
class QuarantineTopologyTest {
    private static final AggregateId ALICE = AggregateId.of(TestInstallation.ALICE);
    private static final AggregateId BOB = AggregateId.of(new OwnerName("bob"));
    private static final AggregateId QUARANTINE = AggregateId.quarantine(0);
    private static final IntentId BAD = TestInstallation.intent(1);
    private static final IntentId GOOD = TestInstallation.intent(2);
    private static final IntentId HANDLING = TestInstallation.intent(3);
    private static final OpenAccount OPEN = OpenAccount.of(Profile.of("Alice", Role.USER), List.of());
    private static final GroupName STUDENTS = new GroupName("students");
    private static final LogPosition FIRST = AdmissionDriver.position(Topic.INTENTS, 0);

    private final AdmissionDriver admission = new AdmissionDriver(new RegisteredHosts());

    @AfterEach
    void stop() {
        admission.close();
    }

    @Test
    void undecodableRecordIsQuarantinedWithItsContentAndReason() {
        admission.pipe(Topic.INTENTS, new Encoded(Map.of("ce_id", "x"), bytes("{}")), ALICE);

        Message<Event> event = only(admission.events());
        assertThat(event.envelope().aggregate()).isEqualTo(QUARANTINE);
        assertThat(event.envelope().sequence()).isEqualTo(1);
        assertThat(event.envelope().input()).isEqualTo(FIRST);
        RecordQuarantined quarantined = (RecordQuarantined) event.payload();
        assertThat(quarantined.record()).isEqualTo(FIRST);
        assertThat(quarantined.key()).isEqualTo("owner/alice");
        assertThat(quarantined.reason()).contains("ce_source is missing");
        assertThat(quarantined.encoded().orElseThrow().value()).isEqualTo(bytes("{}"));
        assertThat(admission.status().quarantined()).isEqualTo(1);
    }

    @Test
    void recordsAfterAnUndecodableOneAreDecided() {
        admission.pipe(Topic.INTENTS, new Encoded(Map.of(), bytes("{}")), ALICE);
        admission.pipe(Topic.INTENTS, new Encoded(Map.of("ce_id", "x"), bytes("{}")), ALICE);

        admission.ask(GOOD, OPEN);

        assertThat(payloads()).hasSize(3).last().isInstanceOf(AccountOpened.class);
    }

    @Test
    void reportOfAnUnknownSourceDoesNotFillTheQuarantine() {
        admission.pipe(Topic.REPORTS, new Encoded(Map.of(), bytes("{}")), ALICE);
        admission.pipeNullHeader(Topic.REPORTS, ALICE);

        assertThat(payloads()).isEmpty();
        assertThat(admission.status().discardedReports(TestInstallation.NOW.minusSeconds(1)))
                .isEqualTo(Map.of(AdmissionStatus.UNKNOWN_SOURCE, 2L));
    }

    @Test
    void recordWithTheKeyOfAnotherAggregateIsQuarantined() {
        admission.pipe(Topic.INTENTS, admission.encoded(ALICE, BAD, OPEN), BOB);

        assertThat(((RecordQuarantined) only(payloads())).reason())
                .contains("the key is 'owner/bob', but the record is about owner/alice");
    }

    @Test
    void recordInTheWrongPartitionIsQuarantined() {
        admission.ask(AdmissionDriver.ELSEWHERE, BAD, OPEN);

        assertThat(((RecordQuarantined) only(payloads())).reason())
                .isEqualTo("the record is in partition 0, but owner/elsewhere belongs to partition 1");
    }

    @Test
    void recordWithANullHeaderIsQuarantinedAndLaterRecordsAreDecided() {
        admission.pipeNullHeader(Topic.INTENTS, ALICE);

        admission.ask(GOOD, OPEN);

        assertThat(payloads()).hasSize(2).last().isInstanceOf(AccountOpened.class);
    }

    @Test
    void discardedCopyOfADecidedIntentDoesNotRejectIt() {
        Map<String, String> headers =
                new HashMap<>(admission.encoded(ALICE, GOOD, OPEN).headers());
        headers.put(Header.TYPE, "opn-account");
        admission.pipe(Topic.INTENTS, new Encoded(headers, bytes("{}")), ALICE);
        admission.ask(GOOD, OPEN);
        admission.events();

        admission.ask(QUARANTINE, HANDLING, new DiscardRecord(FIRST));

        assertThat(payloads()).containsExactly(new RecordDiscarded(HANDLING, FIRST));
    }

    @Test
    void failureOfADeciderQuarantinesOnlyItsRecord() {
        admission.failOnAccounts(true);

        admission.ask(AggregateId.CATALOG, BAD, new RemoveGroup(STUDENTS));
        admission.ask(GOOD, OPEN);

        List<Event> payloads = payloads();
        assertThat(((RecordQuarantined) payloads.getFirst()).reason()).isEqualTo("accounts are unavailable");
        assertThat(payloads.getLast()).isInstanceOf(AccountOpened.class);
    }

    @Test
    void releasedRecordIsProcessedLikeANewRecord() {
        admission.ask(AggregateId.CATALOG, GOOD, new DefineGroup(STUDENTS, "Operating systems", Quota.NONE));
        admission.failOnAccounts(true);
        admission.ask(AggregateId.CATALOG, BAD, new RemoveGroup(STUDENTS));
        admission.failOnAccounts(false);
        admission.events();

        admission.ask(QUARANTINE, HANDLING, new ReleaseRecord(AdmissionDriver.position(Topic.INTENTS, 1)));

        assertThat(payloads())
                .containsExactly(
                        new GroupRemoved(BAD, STUDENTS),
                        new RecordReleased(HANDLING, AdmissionDriver.position(Topic.INTENTS, 1)));
        assertThat(admission.status().quarantined()).isZero();
    }

    @Test
    void releaseThatFailsAgainIsRejectedAndTheRecordStays() {
        admission.failOnAccounts(true);
        admission.ask(AggregateId.CATALOG, BAD, new RemoveGroup(STUDENTS));
        admission.events();

        admission.ask(QUARANTINE, HANDLING, new ReleaseRecord(FIRST));

        IntentRejected rejected = (IntentRejected) only(payloads());
        assertThat(rejected.intent()).isEqualTo(HANDLING);
        assertThat(rejected.code()).isEqualTo(ErrorCode.RECORD_UNPROCESSABLE);
        assertThat(rejected.detail()).contains("accounts are unavailable");
        assertThat(admission.status().quarantined()).isEqualTo(1);
    }

    @Test
    void discardedIntentIsRejected() {
        Map<String, String> headers =
                new HashMap<>(admission.encoded(ALICE, BAD, OPEN).headers());
        headers.put(Header.TYPE, "opn-account");
        admission.pipe(Topic.INTENTS, new Encoded(headers, bytes("{}")), ALICE);
        admission.events();

        admission.ask(QUARANTINE, HANDLING, new DiscardRecord(FIRST));

        List<Message<Event>> events = admission.events();
        IntentRejected rejected = (IntentRejected) events.getFirst().payload();
        assertThat(events.getFirst().envelope().aggregate()).isEqualTo(ALICE);
        assertThat(rejected.intent()).isEqualTo(BAD);
        assertThat(rejected.code()).isEqualTo(ErrorCode.DISCARDED);
        assertThat(events.getLast().payload()).isEqualTo(new RecordDiscarded(HANDLING, FIRST));
        assertThat(admission.status().quarantined()).isZero();
    }

    @Test
    void recordWithoutReadableHeadersIsDiscardedWithoutAnAnswer() {
        admission.pipe(Topic.INTENTS, new Encoded(Map.of(), bytes("junk")), ALICE);
        admission.events();

        admission.ask(QUARANTINE, HANDLING, new DiscardRecord(FIRST));

        assertThat(payloads()).containsExactly(new RecordDiscarded(HANDLING, FIRST));
    }

    @Test
    void positionThatIsNotInQuarantineIsUnknown() {
        admission.ask(QUARANTINE, HANDLING, new DiscardRecord(FIRST));

        assertThat(((IntentRejected) only(payloads())).code()).isEqualTo(ErrorCode.UNKNOWN_RECORD);
    }

    @Test
    void rebuildKeepsQuarantinedRecordsAndAnsweredPositions() {
        admission.pipe(Topic.INTENTS, new Encoded(Map.of(), bytes("{}")), ALICE);
        admission.ask(GOOD, OPEN);
        PartitionFold fold = new PartitionFold();

        admission.events().forEach(fold::add);

        AdmissionStateStore rebuilt = new AdmissionStateStore(KeyValueTable.of(new TreeMap<>(fold.entries())));
        assertThat(rebuilt.quarantined(FIRST)).isPresent();
        assertThat(rebuilt.isAnswered(AdmissionDriver.position(Topic.INTENTS, 1)))
                .isTrue();
        assertThat(rebuilt.isAnswered(AdmissionDriver.position(Topic.INTENTS, 2)))
                .isFalse();
        assertThat(fold.inputs()).containsValue(2L);
    }

    @Test
    void inputWhoseEventWouldBeTooLargeForTheBrokerIsQuarantined() {
        admission.ask(AggregateId.CATALOG, BAD, new DefineGroup(STUDENTS, "x".repeat(1 << 20), Quota.NONE));

        admission.ask(GOOD, OPEN);

        List<Event> payloads = payloads();
        assertThat(((RecordQuarantined) payloads.getFirst()).reason()).contains("dcm.events", "more than 1000000");
        assertThat(payloads).hasSize(2).last().isInstanceOf(AccountOpened.class);
    }

    private List<Event> payloads() {
        return admission.events().stream().map(Message::payload).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.getFirst();
    }
}
