package dcm.command.admission.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Processes one input atomically: buffers state changes and output records until the work has succeeded. So a failed
 * input leaves no trace in the transaction that it shares with other inputs. Not thread-safe.
 */
final class UnitOfWork {
    private final BufferedTable table;
    private final List<Runnable> effects = new ArrayList<>();

    UnitOfWork(KeyValueTable table) {
        this.table = new BufferedTable(table);
    }

    /** The buffered state for the work to read and change. */
    KeyValueTable table() {
        return table;
    }

    /** Runs {@code effect} after the work has succeeded, in the order of registration. */
    void onSuccess(Runnable effect) {
        effects.add(effect);
    }

    private RuntimeException undone(RuntimeException failure) {
        table.rollback();
        effects.clear();
        return failure;
    }

    /**
     * Runs {@code work}.
     *
     * @return the failure, in which case nothing has changed; empty if it succeeded
     */
    Optional<RuntimeException> run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            return Optional.of(undone(e));
        } catch (StackOverflowError e) { // depends on the input, unlike other errors
            return Optional.of(undone(new IllegalStateException(e)));
        }
        List<Runnable> due = List.copyOf(effects);
        effects.clear();
        table.commit();
        due.forEach(Runnable::run);
        return Optional.empty();
    }
}
