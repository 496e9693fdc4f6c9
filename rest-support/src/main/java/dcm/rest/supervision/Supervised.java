package dcm.rest.supervision;

import java.util.Optional;

/** A component with a thread that must not fail silently. */
public interface Supervised extends AutoCloseable {
    /** The loop that the thread runs. */
    SupervisedLoop loop();

    /** Why the thread does not do its work now; empty while it does. */
    default Optional<String> failure() {
        return loop().failure();
    }

    /** Stops the thread. */
    @Override
    default void close() {
        loop().close();
    }
}
