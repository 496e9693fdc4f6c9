package dcm.projection;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ViewsRebuildIT {
    private final RunningViews views = RunningViews.get();
    private final OwnerName owner = views.account(Role.USER);
    private final ContainerHistory history = new ContainerHistory(owner);

    ViewsRebuildIT() throws Exception {}

    @Test
    void rebuiltViewsAreEqualAndQueriesAreAnsweredMeanwhile() throws Exception {
        record();
        assertThat(list()).contains("\"total\":4").contains("renamed");
        Map<String, List<String>> before = tables();
        AtomicBoolean rebuilding = new AtomicBoolean(true);
        Map<String, Integer> answers = new ConcurrentHashMap<>();
        CompletableFuture<Void> queries = CompletableFuture.runAsync(() -> {
            while (rebuilding.get()) {
                answers.merge(list(), 1, Integer::sum);
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

        // A query waits half a second for the views, which is too short on a busy machine.
        views.await("the running container", () -> list().contains("running") && list().contains("8080"));
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
        assertThat(tables.get("intent_member")).hasSize(2);
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
