package dcm.projection.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.Settings;
import dcm.contract.problem.ErrorCode;
import dcm.contract.view.IntentStatus;
import dcm.projection.audit.AuditRow;
import dcm.projection.container.ContainerRow;
import dcm.projection.history.ContainerEventRow;
import dcm.projection.intent.IntentMember;
import dcm.projection.intent.IntentRow;
import dcm.projection.intent.IntentStep;
import dcm.projection.port.PortRow;
import dcm.projection.replay.OwnerPosition;
import jakarta.persistence.Id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowTableTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Pattern CREATED = Pattern.compile("create table (\\w+) \\((.*?)\n\\);", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("\n +(?!primary key)(\\w+) ");
    private static final Pattern ADDED = Pattern.compile("alter table (\\w+) add column (\\w+)");

    private static final List<Class<?>> TABLES = List.of(
            AuditRow.class,
            IntentRow.class,
            IntentStep.class,
            IntentMember.class,
            ContainerRow.class,
            ContainerEventRow.class,
            PortRow.class,
            OwnerPosition.class);

    @Test
    void everyColumnOfTheDatabaseIsWritten() throws IOException {
        for (Class<?> table : TABLES) {
            assertThat(new RowTable(table).columns())
                    .as(table.getSimpleName())
                    .containsExactlyInAnyOrderElementsOf(columns(RowTable.name(table)));
        }
    }

    @Test
    void valuesAreWrittenAsTheEntityManagerWritesThem() throws NoSuchFieldException {
        IntentRow row = new IntentRow();
        row.status = IntentStatus.REJECTED;
        row.problemCode = ErrorCode.QUOTA_EXCEEDED;
        row.at = Instant.parse("2026-11-29T08:00:00.123456Z");
        row.outcomes = 3;

        assertThat(text(row, "status")).isEqualTo("rejected");
        assertThat(text(row, "problemCode")).isEqualTo("quota-exceeded");
        assertThat(text(row, "at")).isEqualTo("2026-11-29T08:00:00.123456Z");
        assertThat(text(row, "outcomes")).isEqualTo("3");
        assertThat(text(row, "sequence")).isNull();
    }

    @Test
    void settingsAreWrittenAsJson() throws NoSuchFieldException {
        ContainerRow row = new ContainerRow();
        row.settings = Settings.NONE;

        assertThat(text(row, "settings")).isEqualTo("{}");
    }

    @Test
    void fieldOfAnUnknownTypeIsRejected() {
        assertThatThrownBy(() -> new RowTable(Strange.class)).hasMessageContaining("no converter");
    }

    /** An entity with a field that cannot be stored. */
    static final class Strange {
        @Id
        String id = "";

        Thread thread = Thread.currentThread();
    }

    private static String text(Object row, String field) throws NoSuchFieldException {
        return Column.of(row.getClass().getDeclaredField(field)).text(row);
    }

    private static Set<String> columns(String table) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> migrations = Files.list(MIGRATIONS)) {
            for (Path migration : migrations.toList()) {
                String sql = Files.readString(migration);
                CREATED.matcher(sql)
                        .results()
                        .filter(created -> created.group(1).equals(table))
                        .flatMap(created -> COLUMN.matcher(created.group(2)).results())
                        .forEach(column -> found.add(column.group(1)));
                Matcher added = ADDED.matcher(sql);
                while (added.find()) {
                    if (added.group(1).equals(table)) {
                        found.add(added.group(2));
                    }
                }
            }
        }
        return found;
    }
}
