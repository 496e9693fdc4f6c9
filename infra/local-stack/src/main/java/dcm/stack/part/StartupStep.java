package dcm.stack.part;

import java.util.Set;

/**
 * A task that {@code up} runs once its dependencies are complete.
 *
 * @param name shown to the user, and used as a dependency of other steps
 * @param needs the names of parts and steps that must be complete first
 * @param action blocks until the task is complete; must be idempotent
 */
public record StartupStep(String name, Set<String> needs, Runnable action) {
    public static StartupStep of(Part part) {
        return new StartupStep(part.name(), part.needs(), part::start);
    }
}
