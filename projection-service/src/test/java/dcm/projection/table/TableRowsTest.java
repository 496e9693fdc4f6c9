package dcm.projection.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.projection.rows.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableRowsTest {
    private final List<Port> database = new ArrayList<>();
    private final List<Set<String>> queries = new ArrayList<>();
    private final TableRows<Port> rows = new TableRows<>(this::read);

    /** A row of a table with several rows per group. */
    private static final class Port implements Row {
        private final String container;
        private final int number;

        Port(String container, int number) {
            this.container = container;
            this.number = number;
        }

        @Override
        public String group() {
            return container;
        }

        @Override
        public Object key() {
            return number;
        }
    }

    private List<Port> read(Collection<String> groups) {
        queries.add(Set.copyOf(groups));
        return database.stream().filter(row -> groups.contains(row.container)).toList();
    }

    @Test
    void groupsAreReadOnceAndTogether() {
        Port stored = new Port("web", 80);
        database.add(stored);

        rows.load(List.of("web", "db"));

        assertThat(rows.find("web", 80)).isSameAs(stored);
        assertThat(rows.all("db")).isEmpty();
        assertThat(queries).containsExactly(Set.of("web", "db"));
    }

    @Test
    void newRowIsFoundAndInserted() {
        Port row = new Port("web", 80);

        rows.put(row);
        rows.put(row);

        assertThat(rows.find("web", 80)).isSameAs(row);
        assertThat(rows.inserted()).containsExactly(row);
        assertThat(rows.updated()).isEmpty();
    }

    @Test
    void storedRowIsUpdated() {
        Port row = new Port("web", 80);
        database.add(row);

        rows.put(rows.find("web", 80));

        assertThat(rows.updated()).containsExactly(row);
        assertThat(rows.inserted()).isEmpty();
    }

    @Test
    void rowOfTheSameBatchIsDeletedWithoutATrace() {
        Port row = new Port("web", 80);
        rows.put(row);

        rows.delete(row);

        assertThat(rows.all("web")).isEmpty();
        assertThat(rows.inserted()).isEmpty();
        assertThat(rows.deleted()).isEmpty();
    }

    @Test
    void storedRowCanBeReplacedByOneWithTheSameKey() {
        Port before = new Port("web", 80);
        Port after = new Port("web", 80);
        database.add(before);

        rows.delete(rows.find("web", 80));
        rows.put(after);

        assertThat(rows.deleted()).containsExactly(before);
        assertThat(rows.inserted()).containsExactly(after);
        assertThat(rows.updated()).isEmpty();
    }

    @Test
    void secondRowWithTheSameKeyIsRejected() {
        rows.put(new Port("web", 80));

        assertThatThrownBy(() -> rows.put(new Port("web", 80))).hasMessageContaining("web 80");
    }

    @Test
    void writtenRowsAreUpdatedNextTimeAndNotReadAgain() {
        Port row = new Port("web", 80);
        rows.put(row);

        rows.written();
        rows.put(rows.find("web", 80));

        assertThat(rows.updated()).containsExactly(row);
        assertThat(queries).hasSize(1);
    }

    @Test
    void forgottenRowsAreReadAgain() {
        rows.put(new Port("web", 80));

        rows.forget();

        assertThat(rows.find("web", 80)).isNull();
        assertThat(rows.inserted()).isEmpty();
        assertThat(queries).hasSize(2);
    }
}
