package dcm.command.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes what one input leads to happen completely or not at all: state changes and outgoing records are held back until the work has
 * succeeded. A failure in one input thus leaves no trace in the transaction that the input shares with others. For one thread.
 */
final class UnitOfWork {
    private final BufferedTable table;
    private final List<Runnable> effects = new ArrayList<>();

    UnitOfWork(Table table) {
        this.table = new BufferedTable(table);
    }

    /** The state that the work reads and changes. */
    Table table() {
        return table;
    }

    /** Runs {@code effect} when the work has succeeded, after earlier effects. */
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
     * @return why it failed, and changed nothing; empty if it succeeded
     */
    Optional<RuntimeException> run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            return Optional.of(undone(e));
        } catch (StackOverflowError e) { // which depends on the input, unlike other errors
            return Optional.of(undone(new IllegalStateException(e)));
        }
        List<Runnable> due = List.copyOf(effects);
        effects.clear();
        table.commit();
        due.forEach(Runnable::run);
        return Optional.empty();
    }
}
