package dcm.worker.supervision;

import java.util.Optional;

/** Something with a thread that must not end unnoticed. */
public interface Supervised extends AutoCloseable {
    /** The loop in which its thread works. */
    SupervisedLoop loop();

    /** Why its thread does not do its work at present; empty while it does. */
    default Optional<String> failure() {
        return loop().failure();
    }

    /** Ends its thread. */
    @Override
    default void close() {
        loop().close();
    }
}
