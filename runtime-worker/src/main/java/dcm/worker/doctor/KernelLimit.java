package dcm.worker.doctor;

import java.util.List;

/**
 * A kernel limit that all containers of a host share.
 *
 * @param name the name as in {@code sysctl}
 * @param minimum the value that a host needs
 * @param reason what happens when the limit is reached
 */
record KernelLimit(String name, long minimum, String reason) {
    /** Must match {@code infra/engine/kernel-limits.conf}, with which the launcher raises the limits. */
    static final List<KernelLimit> REQUIRED = List.of(
            new KernelLimit("kernel.keys.maxkeys", 20_000, "the maximum number of running containers"),
            new KernelLimit("kernel.keys.maxbytes", 2_000_000, "limits the number of running containers"),
            new KernelLimit("kernel.pty.max", 262_144, "when it is reached, interactive logins to containers fail"),
            new KernelLimit("fs.inotify.max_user_instances", 8_192, "editors and web servers use many"),
            new KernelLimit("fs.inotify.max_user_watches", 1_048_576, "editors and web servers use many"),
            new KernelLimit(
                    "net.netfilter.nf_conntrack_max",
                    1_048_576,
                    "when it is reached, new connections to containers fail"),
            new KernelLimit("fs.aio-max-nr", 1_048_576, "one container without the runtime \"dcm\" can use all of it"),
            new KernelLimit("kernel.pid_max", 4_194_304, "the maximum number of processes on the host"));

    /** A limit with a value below its minimum. */
    record Low(KernelLimit limit, long value) {}

    /** The limits that are too low on this host. Leaves out limits that the kernel does not have. */
    static List<Low> tooLow() {
        return REQUIRED.stream()
                .map(limit -> new Low(limit, current(limit.name)))
                .filter(low -> low.value < low.limit.minimum)
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
