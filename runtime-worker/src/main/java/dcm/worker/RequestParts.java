package dcm.worker;

import dcm.worker.engine.Engine;
import dcm.worker.storage.PeriodicHomeMeter;
import java.util.Optional;

/** The parts of the worker that requests use, each from the time at which the start has created it. Thread-safe. */
final class RequestParts {
    private volatile Optional<Engine> engine = Optional.empty();
    private volatile Optional<PeriodicHomeMeter> homeMeter = Optional.empty();
    private volatile Optional<UserImages> images = Optional.empty();
    private volatile Optional<MovedHomes> movedHomes = Optional.empty();

    Optional<Engine> engine() {
        return engine;
    }

    void publish(Engine answered) {
        engine = Optional.of(answered);
    }

    Optional<PeriodicHomeMeter> homeMeter() {
        return homeMeter;
    }

    void publish(PeriodicHomeMeter started) {
        homeMeter = Optional.of(started);
    }

    Optional<UserImages> images() {
        return images;
    }

    void publish(UserImages loaded) {
        images = Optional.of(loaded);
    }

    Optional<MovedHomes> movedHomes() {
        return movedHomes;
    }

    void publish(MovedHomes loaded) {
        movedHomes = Optional.of(loaded);
    }
}
