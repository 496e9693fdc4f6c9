package dcm.worker.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A limit of the kernel that all containers of a host share, and that is too low.
 *
 * @param name as {@code sysctl} names it
 * @param value now
 * @param wanted at least
 * @param reason what happens when it is reached
 */
record KernelLimit(String name, long value, long wanted, String reason) {
    /** The same as in {@code infra/engine/kernel-limits.conf}, by which the launcher raises them. */
    static final List<KernelLimit> WANTED = List.of(
            of("kernel.keys.maxkeys", 20_000, "no more containers can start than this"),
            of("kernel.keys.maxbytes", 2_000_000, "no more containers can start than this allows"),
            of("kernel.pty.max", 16_384, "nobody can log in to a container interactively when they are taken"),
            of("fs.inotify.max_user_instances", 8_192, "one container can take them all"),
            of("fs.inotify.max_user_watches", 1_048_576, "one container can take them all"),
            of("fs.aio-max-nr", 1_048_576, "one container can take them all"),
            of("kernel.pid_max", 4_194_304, "the host has no more processes than this"));

    private static KernelLimit of(String name, long wanted, String reason) {
        return new KernelLimit(name, 0, wanted, reason);
    }

    /** Those that are too low on this host. One that the kernel does not have is left out. */
    static List<KernelLimit> tooLow() {
        return WANTED.stream()
                .map(limit -> new KernelLimit(limit.name, current(limit.name), limit.wanted, limit.reason))
                .filter(limit -> limit.value < limit.wanted)
                .toList();
    }

    private static long current(String name) {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/sys", name.replace('.', '/')))
                    .strip());
        } catch (IOException | NumberFormatException notHere) {
            return Long.MAX_VALUE;
        }
    }
}
