package dcm.stack.part;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the process of a part is run and watched.
 *
 * @param name the name of the part
 * @param user the system user of its unit
 * @param after the names of parts that start before it, if they run on this machine
 * @param probe how its unit checks that it answers
 * @param writable the directories and files in which it writes; its unit makes its user their owner
 * @param readable other directories of the installation that it reads
 * @param capabilities the capabilities of its unit, such as {@code CAP_NET_BIND_SERVICE}
 * @param stopSignal the signal that ends it, such as {@code TERM}
 * @param grace the time that it has to end
 * @param startLimit the time after which a part that has not answered yet hangs; empty if it is unknown how long a start takes
 */
public record ProcessOptions(
        String name,
        String user,
        Set<String> after,
        Probe probe,
        List<Path> writable,
        List<Path> readable,
        List<String> capabilities,
        String stopSignal,
        Duration grace,
        Optional<Duration> startLimit) {
    /** The user of parts that change the machine. */
    public static final String ROOT = "root";

    /** Lets a part listen on a port below 1024. */
    public static final String LOW_PORTS = "CAP_NET_BIND_SERVICE";

    /** Lets a part read files of other users. */
    public static final String READ_ALL = "CAP_DAC_READ_SEARCH";

    /** Lets a part read and write files of other users. */
    public static final String WRITE_ALL = "CAP_DAC_OVERRIDE";

    /** A JVM writes its archive of classes when it ends. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    public ProcessOptions {
        after = Set.copyOf(after);
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
        capabilities = List.copyOf(capabilities);
    }

    /** A JVM of root that is not probed. */
    public static ProcessOptions of(String name) {
        return new ProcessOptions(
                name, ROOT, Set.of(), Probe.NONE, List.of(), List.of(), List.of(), "TERM", GRACE, Optional.empty());
    }

    /** Whether it reads and writes all files that it sees. */
    boolean readsAll() {
        return user.equals(ROOT) || capabilities.contains(WRITE_ALL);
    }

    public ProcessOptions withUser(String other) {
        return new ProcessOptions(
                name, other, after, probe, writable, readable, capabilities, stopSignal, grace, startLimit);
    }

    public ProcessOptions withAfter(Set<String> parts) {
        return new ProcessOptions(
                name, user, parts, probe, writable, readable, capabilities, stopSignal, grace, startLimit);
    }

    public ProcessOptions withProbe(Probe other) {
        return new ProcessOptions(
                name, user, after, other, writable, readable, capabilities, stopSignal, grace, startLimit);
    }

    public ProcessOptions withWritable(Path... paths) {
        return new ProcessOptions(
                name, user, after, probe, List.of(paths), readable, capabilities, stopSignal, grace, startLimit);
    }

    public ProcessOptions withReadable(Path... paths) {
        return new ProcessOptions(
                name, user, after, probe, writable, List.of(paths), capabilities, stopSignal, grace, startLimit);
    }

    public ProcessOptions withCapabilities(String... names) {
        return new ProcessOptions(
                name, user, after, probe, writable, readable, List.of(names), stopSignal, grace, startLimit);
    }

    public ProcessOptions withStop(String signal, Duration time) {
        return new ProcessOptions(name, user, after, probe, writable, readable, capabilities, signal, time, startLimit);
    }

    public ProcessOptions withStartLimit(Duration limit) {
        return new ProcessOptions(
                name, user, after, probe, writable, readable, capabilities, stopSignal, grace, Optional.of(limit));
    }
}
