package dcm.journey.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.installation.Installation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The views' database loses data that it had not written to the disk. */
class ViewsJourneyIT {
    private static final List<String> TABLES = List.of(
            "replay_position",
            "owner_position",
            "container",
            "port",
            "intent",
            "intent_step",
            "audit",
            "home",
            "image",
            "container_event");

    private final Installation installation = RunningStack.get().installation();

    @Test
    void lostDatabaseTransactionsAreReadAgainFromTheLog() throws SQLException {
        TestUser alice = TestUser.joins("alice");
        alice.creates("first");

        try (Connection views = DriverManager.getConnection(
                        installation.jdbcUrl("dcm"),
                        "dcm",
                        installation.secrets().postgresDcm());
                Statement sql = views.createStatement()) {
            views.setAutoCommit(false);
            // Positions and rows of one moment.
            views.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            for (String table : TABLES) {
                sql.execute("create temporary table saved_%1$s as table %1$s".formatted(table));
            }
            views.commit();
            views.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            JsonNode lost = alice.creates("lost");
            for (String table : TABLES) {
                sql.execute("delete from " + table);
            }
            for (String table : TABLES) {
                sql.execute("insert into %1$s select * from saved_%1$s".formatted(table));
            }
            views.commit();

            alice.creates("later");

            Eventually.that(
                    "the views have all three",
                    () -> alice.containers().findValuesAsText("name").containsAll(List.of("first", "lost", "later")));
            assertThat(alice.show("lost").path("handle")).isEqualTo(lost.path("handle"));
            assertThat(alice.show("lost").path("state").asText()).isEqualTo("running");
        }
    }
}
