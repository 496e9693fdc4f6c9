package dcm.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerLifeTest {
    private final List<String> closed = new ArrayList<>();
    private final WorkerLife life = new WorkerLife();

    @Test
    void partsAreClosedInReverseOrder() {
        life.keep(() -> closed.add("lock"));
        life.keep(() -> closed.add("reader"));

        life.close();

        assertThat(closed).containsExactly("reader", "lock");
    }

    @Test
    void partThatCannotBeClosedDoesNotKeepOthersOpen() {
        life.keep(() -> closed.add("lock"));
        life.keep(() -> {
            throw new IllegalStateException("busy");
        });

        life.close();

        assertThat(closed).containsExactly("lock");
    }

    @Test
    void partAddedAfterTheEndIsClosedImmediately() {
        life.close();

        life.keep(() -> closed.add("reader"));

        assertThat(closed).containsExactly("reader");
    }

    @Test
    void partsAreClosedOnce() {
        life.keep(() -> closed.add("lock"));

        life.close();
        life.close();

        assertThat(closed).containsExactly("lock");
    }
}
