package dcm.stack;

import java.util.Set;

/**
 * Something {@code up} does once, and as soon as, all that it needs is done.
 *
 * @param name shown to the person, and used by the steps that need this one
 * @param needs names of parts and steps
 * @param action returns when it is done; doing it again changes nothing
 */
public record Step(String name, Set<String> needs, Runnable action) {
    static Step of(Part part) {
        return new Step(part.name(), part.needs(), part::start);
    }
}
