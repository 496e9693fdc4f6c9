package dcm.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.stack.installation.Installation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Whatever the journeys did: the log, the views and the engine agree in the end. Runs after all other classes. */
@Order(Integer.MAX_VALUE)
class AuditIT {
    private final RunningStack stack = RunningStack.get();

    @Test
    void logViewsAndEngineAgree() throws JsonProcessingException {
        stack.up();

        ShellRunner.Result verified = verify();

        JsonNode report = new JsonMapper().readTree(verified.output());
        assertThat(report.path("findings"))
                .filteredOn(finding -> finding.path("damage").asBoolean())
                .isEmpty();
        assertThat(verified.code()).isZero();
        assertThat(report.path("checked").path("events").asLong()).isPositive();
    }

    @Test
    void damagedViewIsReported() throws JsonProcessingException, SQLException {
        stack.up();
        views("insert into port values ('0123456789abcdef', 1, 'tcp', 'nobody', '127.0.0.1', now())");
        try {
            ShellRunner.Result verified = verify();

            assertThat(verified.code()).isEqualTo(1);
            assertThat(new JsonMapper().readTree(verified.output()).path("findings"))
                    .filteredOn(finding -> finding.path("damage").asBoolean())
                    .singleElement()
                    .satisfies(
                            finding -> assertThat(finding.path("kind").asText()).isEqualTo("row-without-event"));
        } finally {
            views("delete from port where owner = 'nobody'");
        }
    }

    private ShellRunner.Result verify() {
        return ShellRunner.attempt(List.of(stack.launcher("verify", "--json")));
    }

    private void views(String statement) throws SQLException {
        Installation installation = stack.installation();
        try (Connection views = DriverManager.getConnection(
                        installation.jdbcUrl("dcm"),
                        "dcm",
                        installation.secrets().postgresDcm());
                Statement sql = views.createStatement()) {
            sql.execute(statement);
        }
    }
}
