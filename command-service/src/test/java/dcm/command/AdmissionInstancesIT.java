package dcm.command;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.RunningInstances.Seen;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.ChangeProfile;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.kafka.BrokerUserProvisioner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two instances of this service decide the intents of one log. Each test continues with the log of the one before. */
@Tag("operations")
@TestMethodOrder(OrderAnnotation.class)
class AdmissionInstancesIT {
    private static final Duration BALANCED = Duration.ofMinutes(4);
    private static final Duration DECISION = Duration.ofSeconds(30);

    /** The session of the killed instance, 6 s, and the time to move its tasks. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(10);

    private static final Map<IntentId, Instant> ASKED = new LinkedHashMap<>();

    private static RunningInstances instances;
    private static int accounts;

    @BeforeAll
    static void start() throws Exception {
        instances = new RunningInstances();
    }

    @AfterAll
    static void stop() {
        instances.close();
    }

    @Test
    @Order(1)
    void instancesThatStartTogetherShareTheTasksAfterOneHasPreparedTheState() {
        instances.launch(0);
        instances.launch(1);
        instances.awaitReady(0);
        instances.awaitReady(1);

        instances.await("tasks at both instances", BALANCED, () -> holders().size() == 2);
        openAccounts(48);

        awaitDecisions();
        assertThat(rebuilds()).as("rebuilds").isEqualTo(1);
        assertThatTheLogIsConsistent();
    }

    @Test
    @Order(2)
    void killedInstanceIsReplacedWithinTenSecondsAndNoIntentIsLost() throws Exception {
        instances.await("tasks at both instances", BALANCED, () -> holders().size() == 2);
        openAccounts(100);
        instances.kill(1);
        Instant killed = Instant.now();

        while (Instant.now().isBefore(killed.plus(TAKE_OVER))) {
            openAccounts(5);
            Thread.sleep(100);
        }

        awaitDecisions();
        assertThat(longestDecision()).isLessThan(TAKE_OVER.multipliedBy(3)); // the tests share the machine
        assertThatTheLogIsConsistent();
    }

    @Test
    @Order(3)
    void restartedInstanceTakesTasksAgain() {
        instances.launch(1);
        instances.awaitReady(1);

        instances.await("tasks at both instances", BALANCED, () -> holders().size() == 2);
        openAccounts(48);

        awaitDecisions();
        assertThatTheLogIsConsistent();
    }

    @Test
    @Order(4)
    void oneOfTwoInstancesRebuildsALostState() throws Exception {
        instances.kill(1);
        instances.stop(0);
        deleteState();
        instances.launch(0);
        instances.launch(1);
        instances.awaitReady(0);
        instances.awaitReady(1);

        for (int account = 1; account <= accounts; account += 5) {
            remember(instances.ask(name(account), new ChangeProfile("Again", null, null, null, null, Set.of())));
        }

        awaitDecisions();
        assertThat(rebuilds()).as("rebuilds").isEqualTo(2);
        assertThatTheLogIsConsistent();
        assertThat(instances.events()).noneMatch(event -> event.payload() instanceof IntentRejected);
    }

    @Test
    @Order(5)
    void lostStateOfACompactedLogIsRebuiltWithItsArchiveOnly() throws Exception {
        instances.compactLog();
        instances.kill(1);
        instances.stop(0);
        deleteState();
        long decided = instances.events().size();

        instances.launch(0);
        instances.await("refusal", BALANCED, () -> instances.log(0).contains("dcm rebuild admission"));
        instances.stop(0);
        assertThat(instances.rebuild()).contains("rebuilt from " + decided + " events");

        instances.launch(0);
        instances.awaitReady(0);
        openAccounts(10);
        remember(instances.ask(name(1), new ChangeProfile("Once more", null, null, null, null, Set.of())));
        awaitDecisions();
        assertThatTheLogIsConsistent();
        assertThat(instances.events()).noneMatch(event -> event.payload() instanceof IntentRejected);
    }

    private static void deleteState() throws Exception {
        try (Admin admin = instances.admin()) {
            List<String> topics = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(BrokerUserProvisioner.STREAMS_APPLICATION))
                    .toList();
            admin.deleteTopics(topics).all().get();
        }
    }

    private static OwnerName name(int account) {
        return new OwnerName("user-" + account);
    }

    private static void openAccounts(int count) {
        for (int i = 0; i < count; i++) {
            accounts++;
            remember(instances.ask(
                    name(accounts), OpenAccount.of(Profile.of("User " + accounts, Role.USER), List.of())));
        }
    }

    private static void remember(IntentId intent) {
        ASKED.put(intent, Instant.now());
    }

    private static void awaitDecisions() {
        instances.await(
                "decisions", DECISION, () -> ASKED.keySet().stream().allMatch(id -> instances.decidedAt(id) != null));
    }

    private static Duration longestDecision() {
        return ASKED.entrySet().stream()
                .map(asked ->
                        Duration.between(asked.getValue(), Objects.requireNonNull(instances.decidedAt(asked.getKey()))))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** Each input is answered once, and the numbers of each aggregate's events have no gap. */
    private static void assertThatTheLogIsConsistent() {
        Map<String, List<Long>> sequences = new LinkedHashMap<>();
        List<Seen> events = instances.events();
        events.forEach(event -> sequences
                .computeIfAbsent(event.envelope().aggregate().value(), aggregate -> new ArrayList<>())
                .add(event.envelope().sequence()));
        sequences.forEach((aggregate, numbers) -> assertThat(numbers)
                .as(aggregate)
                .isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList()));
        events.stream()
                .filter(event -> event.envelope().input() != null)
                .collect(groupingBy(event -> String.valueOf(event.envelope().input())))
                .forEach((input, answers) -> assertThat(answers).as(input).hasSize(1));
    }

    /** The instances with tasks. */
    private static List<String> holders() throws Exception {
        try (Admin admin = instances.admin()) {
            ConsumerGroupDescription group = admin.describeConsumerGroups(
                            List.of(BrokerUserProvisioner.STREAMS_APPLICATION))
                    .all()
                    .get()
                    .get(BrokerUserProvisioner.STREAMS_APPLICATION);
            return group.members().stream()
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .map(MemberDescription::groupInstanceId)
                    .map(id -> id.orElseThrow().replaceAll("-\\d+$", ""))
                    .distinct()
                    .toList();
        }
    }

    private static long rebuilds() {
        return (instances.log(0) + "\n" + instances.log(1))
                .lines()
                .filter(line -> line.contains("finished") && line.contains("rebuilt from"))
                .count();
    }
}
