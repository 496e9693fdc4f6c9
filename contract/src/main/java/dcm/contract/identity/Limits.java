package dcm.contract.identity;

import org.jspecify.annotations.Nullable;

/**
 * What one container may use. The engine enforces it.
 *
 * @param milliCpus thousandths of a CPU, from 10
 * @param memoryMiB memory including swap, in MiB, from 32
 * @param pids processes and threads, from 16
 * @param diskMiB what it may write outside of homes, in MiB, from 64; null: any amount
 */
public record Limits(
        int milliCpus, int memoryMiB, int pids, @Nullable Integer diskMiB) {
    public static final int LEAST_MILLI_CPUS = 10;
    public static final int LEAST_MEMORY_MIB = 32;
    public static final int LEAST_PIDS = 16;
    public static final int LEAST_DISK_MIB = 64;

    public Limits {
        if (milliCpus < LEAST_MILLI_CPUS) {
            throw new InvalidValueException("A container needs at least 0.01 CPUs; got " + milliCpus / 1000.0 + ".");
        }
        if (memoryMiB < LEAST_MEMORY_MIB) {
            throw new InvalidValueException("A container needs at least 32 MiB of memory; got " + memoryMiB + " MiB.");
        }
        if (pids < LEAST_PIDS) {
            throw new InvalidValueException("A container needs at least 16 processes; got " + pids + ".");
        }
        if (diskMiB != null && diskMiB < LEAST_DISK_MIB) {
            throw new InvalidValueException("A container needs at least 64 MiB of disk; got " + diskMiB + " MiB.");
        }
    }
}
