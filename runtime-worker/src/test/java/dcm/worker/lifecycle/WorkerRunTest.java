package dcm.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerRunTest {
    private final List<String> closed = new ArrayList<>();
    private final WorkerRun run = new WorkerRun();

    @Test
    void partsAreClosedInReverseOrder() {
        run.keep(() -> closed.add("lock"));
        run.keep(() -> closed.add("reader"));

        run.close();

        assertThat(closed).containsExactly("reader", "lock");
    }

    @Test
    void partThatCannotBeClosedDoesNotKeepOthersOpen() {
        run.keep(() -> closed.add("lock"));
        run.keep(() -> {
            throw new IllegalStateException("busy");
        });

        run.close();

        assertThat(closed).containsExactly("lock");
    }

    @Test
    void partAddedAfterTheEndIsClosedImmediately() {
        run.close();

        run.keep(() -> closed.add("reader"));

        assertThat(closed).containsExactly("reader");
    }

    @Test
    void partsAreClosedOnce() {
        run.keep(() -> closed.add("lock"));

        run.close();
        run.close();

        assertThat(closed).containsExactly("lock");
    }
}
