package dcm.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.Actor;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Role;
import dcm.contract.intent.ContainerIntent.RenameContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.problem.ErrorCode;
import dcm.contract.topic.Topic;
import dcm.kafka.archive.LogArchive;
import dcm.kafka.archive.LogArchiveException;
import dcm.stack.kafka.LogCompaction.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("operations")
class ViewsRebuildIT {
    /** Compacts the whole log. */
    private static final Instant ALL = Instant.now().plus(Duration.ofDays(1));

    /** Keeps an account far below its limit of 50 requests per second. */
    private static final Duration BETWEEN_QUERIES = Duration.ofMillis(100);

    private final RunningViews views = RunningViews.get();
    private final OwnerName owner = views.account(Role.USER);
    private final ContainerHistory history = new ContainerHistory(owner);

    ViewsRebuildIT() throws Exception {}

    @Test
    void rebuiltViewsAreEqualAndQueriesAreAnsweredMeanwhile() throws Exception {
        record();
        assertThat(list()).contains("\"total\":4").contains("renamed");
        awaitRead();
        Map<String, List<String>> before = tables();
        AtomicBoolean rebuilding = new AtomicBoolean(true);
        Map<String, Integer> answers = new ConcurrentHashMap<>();
        CompletableFuture<Void> queries = CompletableFuture.runAsync(() -> {
            while (rebuilding.get()) {
                answers.merge(list(), 1, Integer::sum);
                LockSupport.parkNanos(BETWEEN_QUERIES.toNanos());
            }
        });

        assertThat(views.rebuild().records()).isPositive();

        rebuilding.set(false);
        queries.join();
        assertThat(answers.keySet()).as("the answers during the rebuild").containsExactly(list());
        assertThat(tables()).isEqualTo(before);
    }

    @Test
    void replacedViewsFollowTheLog() throws Exception {
        views.append(owner, history.placed("web"));
        assertThat(list()).contains("creating");
        views.rebuild();

        views.append(owner, history.started("web"));

        views.await("the running container", () -> list().contains("running") && list().contains("8080"));
    }

    @Test
    void viewsOfACompactedLogAreRebuiltFromItsArchiveAndTheRestOfTheLog() throws Exception {
        record();
        assertThat(list()).contains("\"total\":4");
        Map<TopicPartition, Long> ends = awaitRead();

        Plan plan = views.compaction().plan(ALL);
        LogArchive archive = views.compaction().run(plan, line -> {});

        assertThat(plan.moved()).isPositive();
        assertThat(plan.left()).isZero();
        assertThat(archive.records()).isPositive();
        assertThat(views.offsets(OffsetSpec.earliest())).as("beginnings").isEqualTo(ends);
        views.append(owner, history.placed("later"));
        views.append(owner, history.started("later"));
        assertThat(list()).contains("later");
        awaitRead();
        Map<String, List<String>> before = tables();
        assertThat(before.get("audit")).as("audit").isNotEmpty();

        assertThat(views.rebuild().records()).isPositive();

        assertThat(tables()).isEqualTo(before);
        assertThat(views.compaction().plan(ALL).moved())
                .as("the records after the archive")
                .isPositive();
    }

    @Test
    void lostViewsOfACompactedLogAreNotBuiltFromAPartOfIt() throws Exception {
        record();
        awaitRead();
        views.compaction().run(views.compaction().plan(ALL), line -> {});
        Map<String, List<String>> before = tables();

        sql("truncate replay_position"); // as migrations do
        views.append(owner, history.placed("later"));
        views.await("the refusal", () -> views.instanceLogs().contains("dcm rebuild views"));

        assertThat(tables()).as("the views").isEqualTo(before);
        views.rebuild();
        views.await("the views that were rebuilt", () -> list().contains("later"));
    }

    @Test
    void recordsThatAreYoungOrNotReadYetStayInTheLog() throws Exception {
        record();
        Map<TopicPartition, Long> beginnings = views.offsets(OffsetSpec.earliest());
        awaitRead();
        assertThat(views.compaction()
                        .plan(Instant.now().minus(Duration.ofDays(1)))
                        .moved())
                .as("young records")
                .isZero();

        views.setAdmission(beginnings);
        views.compaction().run(views.compaction().plan(ALL), line -> {});

        Map<TopicPartition, Long> after = views.offsets(OffsetSpec.earliest());
        assertThat(after).isNotEqualTo(beginnings);
        beginnings.forEach((partition, beginning) -> {
            if (partition.topic().equals(Topic.INTENTS.topicName())) {
                assertThat(after.get(partition)).as(partition.toString()).isEqualTo(beginning);
            }
        });
    }

    @Test
    void nothingIsDeletedUnlessItIsInTheArchive() throws Exception {
        record();
        awaitRead();
        Map<TopicPartition, Long> beginnings = views.offsets(OffsetSpec.earliest());
        Plan plan = views.compaction().plan(ALL);
        Path draft = views.logArchive().resolve("draft");
        Files.createDirectories(draft.resolve("dcm.events-0/file"));

        assertThatThrownBy(() -> views.compaction().run(plan, line -> {})).isInstanceOf(LogArchiveException.class);

        assertThat(views.offsets(OffsetSpec.earliest())).isEqualTo(beginnings);
        Files.delete(draft.resolve("dcm.events-0/file"));
        views.compaction().run(plan, line -> {});
        assertThat(views.offsets(OffsetSpec.earliest())).isEqualTo(plan.until());
    }

    /** Waits until admission and the views have read everything. Returns the ends of the log. */
    private Map<TopicPartition, Long> awaitRead() throws Exception {
        Map<TopicPartition, Long> ends = views.offsets(OffsetSpec.latest());
        views.setAdmission(ends);
        views.await("the views", () -> views.compaction().plan(ALL).waiting().isEmpty());
        return ends;
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = views.views();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    /** Records, one by one, what changes rows in all ways. A rebuild reads them together. */
    private void record() {
        for (String name : List.of("web", "db", "gone", "lost")) {
            views.append(owner, history.placed(name));
            views.append(owner, history.started(name));
            list();
        }
        views.ask(owner, intent("rename"), new RenameContainer(new Handle("web"), new ContainerName("renamed")));
        views.append(owner, new ContainerRenamed(intent("rename"), history.id("web"), new ContainerName("renamed")));
        views.append(owner, new OperationOrdered(intent("stop"), history.id("web"), StateOperation.STOP, 2, null));
        views.ask(owner, intent("stop"), new StopContainer(new Handle("renamed"))); // the event can be read first
        views.append(owner, history.stopped("web"));
        views.append(owner, new ContainerRemoved(null, history.id("gone"), null));
        views.append(owner, new ContainerLost(history.id("lost"), "host n1 was removed", new HostName("n1")));
        views.append(owner, new IntentRejected(intent("much"), ErrorCode.QUOTA_EXCEEDED, "No.", Map.of("limit", 3L)));
        views.append(owner, several("a"));
        list();
        views.append(owner, several("b"));
        views.append(
                owner,
                new OperationFailed(
                        intent("several"),
                        several("b").container(),
                        Operation.CREATE,
                        1,
                        ErrorCode.ENGINE_FAILED,
                        "No such device.",
                        null));
        views.append(owner, new ContainerRemoved(intent("several"), several("b").container(), 1));
    }

    /** One of two containers of one intent. */
    private ContainerPlaced several(String name) {
        ContainerPlaced one = history.placed(name);
        return new ContainerPlaced(
                intent("several"),
                new ContainerId(one.container().value()),
                one.name(),
                one.image(),
                one.limits(),
                one.host(),
                1,
                1,
                one.deadline(),
                one.ports(),
                null,
                one.settings(),
                2,
                null,
                List.of());
    }

    private IntentId intent(String key) {
        return IntentId.ofKey(Actor.account(owner), key);
    }

    /** The answer contains whatever was written before the request. */
    private String list() {
        try {
            return views.get(owner, "/v1/containers").body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** All rows of the views, except positions, which also count the broker's markers. */
    private Map<String, List<String>> tables() throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        try (Connection connection = views.views();
                Statement sql = connection.createStatement()) {
            for (String table : column(sql, """
                    select table_name from information_schema.tables
                    where table_schema = 'public' and table_name not in ('flyway_schema_history', 'replay_position')""")) {
                tables.put(table, column(sql, "select t::text from %s t order by 1".formatted(table)));
            }
        }
        assertThat(tables.get("intent_member")).isNotEmpty();
        assertThat(tables.get("port")).isNotEmpty();
        return tables;
    }

    private static List<String> column(Statement sql, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = sql.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
