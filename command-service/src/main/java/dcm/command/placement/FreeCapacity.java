package dcm.command.placement;

import dcm.contract.identity.Limits;
import dcm.contract.report.HostCapacity;
import dcm.contract.report.HostReported;
import org.jspecify.annotations.Nullable;

/**
 * The free capacity of a host, according to its last heartbeat. CPUs and memory can be allocated more than once, so they
 * only reduce a host's share of new containers; SSH ports and the kernel's limits cannot.
 */
final class FreeCapacity {
    private final HostReported report;
    private final @Nullable HostCapacity capacity;

    FreeCapacity(HostReported report) {
        this.report = report;
        this.capacity = report.capacity();
    }

    /** The number of containers that still fit, whatever their size. */
    long slots() {
        int maxContainers =
                capacity == null || capacity.maxContainers() == null ? Integer.MAX_VALUE : capacity.maxContainers();
        return Math.min((long) maxContainers - report.containers(), freeSshPorts());
    }

    /**
     * The host's share of new containers of this size, relative to other hosts: the number that still fits. Where CPUs
     * or memory are already allocated, the share is below 1 and positive. 0 if no slot is free.
     */
    double share(Limits requested) {
        double cpus = fitRatio((double) (report.milliCpus() - allocatedMilliCpus(requested)), requested.milliCpus());
        double memory = fitRatio((double) freeMemory(requested), requested.memoryMiB());
        return Math.max(0, Math.min((double) slots(), Math.min(cpus, memory)));
    }

    /** Continuous, increasing and positive, also for negative {@code free}. */
    private static double fitRatio(double free, double requested) {
        double times = free / requested;
        return times >= 1 ? times : 1 / (2 - times);
    }

    private long freeMemory(Limits requested) {
        long unallocated = capacity == null
                ? report.memoryMiB() - (long) report.containers() * requested.memoryMiB()
                : report.memoryMiB() - capacity.allocatedMemoryMiB();
        return capacity == null || capacity.availableMemoryMiB() == null
                ? unallocated
                : Math.min(unallocated, capacity.availableMemoryMiB());
    }

    /** Of a host that does not report it: as if all containers had the requested size. */
    private long allocatedMilliCpus(Limits requested) {
        return capacity == null ? (long) report.containers() * requested.milliCpus() : capacity.allocatedMilliCpus();
    }

    private long freeSshPorts() {
        return capacity == null
                ? (long) report.sshPorts().last() - report.sshPorts().first() + 1 - report.containers()
                : capacity.freeSshPorts();
    }
}
