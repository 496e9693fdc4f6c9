package dcm.contract.identity;

import org.jspecify.annotations.Nullable;

/**
 * The resource limits of one container, enforced by Docker.
 *
 * @param milliCpus thousandths of a CPU, at least 10
 * @param memoryMiB memory including swap, in MiB, at least 32
 * @param pids processes and threads, at least 16
 * @param diskMiB disk usage without homes, in MiB, at least 64; null: unlimited
 */
public record Limits(
        int milliCpus, int memoryMiB, int pids, @Nullable Integer diskMiB) {
    public static final int MIN_MILLI_CPUS = 10;
    public static final int MIN_MEMORY_MIB = 32;
    public static final int MIN_PIDS = 16;
    public static final int MIN_DISK_MIB = 64;

    public Limits {
        if (milliCpus < MIN_MILLI_CPUS) {
            throw new InvalidValueException(
                    "A container needs at least 0.01 CPUs; got " + Cpus.ofThousandths(milliCpus) + ".");
        }
        if (memoryMiB < MIN_MEMORY_MIB) {
            throw new InvalidValueException("A container needs at least 32 MiB of memory; got " + memoryMiB + " MiB.");
        }
        if (pids < MIN_PIDS) {
            throw new InvalidValueException("A container needs at least 16 processes; got " + pids + ".");
        }
        if (diskMiB != null && diskMiB < MIN_DISK_MIB) {
            throw new InvalidValueException("A container needs at least 64 MiB of disk; got " + diskMiB + " MiB.");
        }
    }
}
