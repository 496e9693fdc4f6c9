package dcm.stack.part;

import java.util.Set;
import java.util.function.Consumer;

/**
 * A task that {@code up} runs once its dependencies are complete.
 *
 * @param name shown to the user, and used as a dependency of other steps
 * @param needs the names of parts and steps that must be complete first
 * @param action blocks until the task is complete, and reports its progress as lines; must be idempotent
 */
public record StartupStep(String name, Set<String> needs, Consumer<Consumer<String>> action) {
    /** A step that reports no progress. */
    public StartupStep(String name, Set<String> needs, Runnable action) {
        this(name, needs, report -> action.run());
    }

    public static StartupStep of(Part part) {
        return new StartupStep(part.name(), part.needs(), report -> part.start(report));
    }
}
