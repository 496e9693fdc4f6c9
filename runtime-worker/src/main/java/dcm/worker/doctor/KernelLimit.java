package dcm.worker.doctor;

import java.util.List;

/**
 * A kernel limit that all containers of a host share and that is too low.
 *
 * @param name the name as in {@code sysctl}
 * @param value the current value
 * @param wanted the minimum value
 * @param reason what happens when the limit is reached
 */
record KernelLimit(String name, long value, long wanted, String reason) {
    /** Must match {@code infra/engine/kernel-limits.conf}, with which the launcher raises the limits. */
    static final List<KernelLimit> WANTED = List.of(
            of("kernel.keys.maxkeys", 20_000, "the maximum number of running containers"),
            of("kernel.keys.maxbytes", 2_000_000, "limits the number of running containers"),
            of("kernel.pty.max", 262_144, "when it is reached, interactive logins to containers fail"),
            of("fs.inotify.max_user_instances", 8_192, "editors and web servers use many"),
            of("fs.inotify.max_user_watches", 1_048_576, "editors and web servers use many"),
            of("fs.aio-max-nr", 1_048_576, "one container can use all of it"),
            of("kernel.pid_max", 4_194_304, "the maximum number of processes on the host"));

    private static KernelLimit of(String name, long wanted, String reason) {
        return new KernelLimit(name, 0, wanted, reason);
    }

    /** The limits that are too low on this host. Leaves out limits that the kernel does not have. */
    static List<KernelLimit> tooLow() {
        return WANTED.stream()
                .map(limit -> new KernelLimit(limit.name, current(limit.name), limit.wanted, limit.reason))
                .filter(limit -> limit.value < limit.wanted)
                .toList();
    }

    private static long current(String name) {
        try {
            return ProcFile.sysctl(name).map(Long::parseLong).orElse(Long.MAX_VALUE);
        } catch (NumberFormatException notANumber) {
            return Long.MAX_VALUE;
        }
    }
}
