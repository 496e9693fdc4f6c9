package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UnitOfWorkTest {
    private final NavigableMap<String, byte[]> entries = new TreeMap<>();
    private final List<String> effects = new ArrayList<>();
    private final UnitOfWork unit = new UnitOfWork(KeyValueTable.of(entries));

    @Test
    void successfulWorkChangesTheStateAndThenRunsItsEffects() {
        assertThat(unit.run(() -> {
                    unit.table().put("a", new byte[] {1});
                    unit.onSuccess(() -> effects.add("a is " + entries.get("a")[0]));
                }))
                .isEmpty();

        assertThat(effects).containsExactly("a is 1");
    }

    @Test
    void failedWorkChangesNothing() {
        entries.put("kept", new byte[] {1});
        var failure = new IllegalStateException("late");

        assertThat(unit.run(() -> {
                    unit.table().put("a", new byte[] {1});
                    unit.table().delete("kept");
                    unit.onSuccess(() -> effects.add("sent"));
                    throw failure;
                }))
                .contains(failure);
        unit.run(() -> {});

        assertThat(entries).containsOnlyKeys("kept");
        assertThat(effects).isEmpty();
    }

    @Test
    void workReadsItsOwnChanges() {
        entries.put("a", new byte[] {1});
        entries.put("b", new byte[] {2});
        List<String> seen = new ArrayList<>();

        unit.run(() -> {
            unit.table().delete("a");
            unit.table().put("c", new byte[] {3});
            assertThat(unit.table().get("a")).isNull();
            assertThat(unit.table().get("c")).containsExactly(3);
            assertThat(unit.table().firstKey("a", "z")).contains("b");
            unit.table().scan("a", "z", (key, value) -> seen.add(key + value[0]));
        });

        assertThat(seen).containsExactly("b2", "c3");
        assertThat(entries).containsOnlyKeys("b", "c");
    }
}
