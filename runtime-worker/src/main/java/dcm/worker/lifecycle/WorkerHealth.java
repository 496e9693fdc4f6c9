package dcm.worker.lifecycle;

import dcm.kafka.LogReader;
import dcm.rest.supervision.Supervised;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds out why the parts of a worker do not work. Thread-safe. */
public final class WorkerHealth {
    private final List<Supplier<Optional<Problem>>> causes = new CopyOnWriteArrayList<>();
    private final List<LogReader> readers = new CopyOnWriteArrayList<>();
    private final List<Supervised> loops = new CopyOnWriteArrayList<>();

    /** Adds a cause that may explain the failures of parts, so it is reported instead of them. */
    public void addCause(Supplier<Optional<Problem>> cause) {
        causes.add(cause);
    }

    void addReader(LogReader reader) {
        readers.add(reader);
    }

    void addLoop(Supervised loop) {
        loops.add(loop);
    }

    /** The most important problem: a cause, a failing reader or a failing loop; empty if all parts work. */
    public Optional<Problem> problem() {
        Stream<Optional<String>> failures = Stream.concat(
                readers.stream().map(WorkerHealth::failure), loops.stream().map(Supervised::failure));
        return Stream.concat(
                        causes.stream().map(Supplier::get), failures.map(failure -> failure.map(Problem::temporary)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> failure(LogReader reader) {
        return reader.failure().map(failure -> reader.name() + ": " + failure);
    }
}
