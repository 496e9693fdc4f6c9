package dcm.contract.report;

import org.jspecify.annotations.Nullable;

/**
 * How much of a host is in use, and its limits.
 *
 * @param maxContainers the number of containers that the kernel's limits permit; null if unknown
 * @param freeSshPorts SSH ports that no container uses; a recently freed port counts as free
 * @param allocatedMilliCpus the sum of the CPU limits of the containers that should run, in thousandths of a CPU
 * @param allocatedMemoryMiB the sum of their memory limits, in MiB
 * @param availableMemoryMiB memory that programs can use without swapping, as the kernel estimates it; null if unknown
 * @param storageMiB the size of the filesystem with the homes; null if unknown, or from an earlier worker
 * @param maxContainersPerOwner the number of one owner's containers that the owner's private network permits; null from an
 *     earlier worker
 */
public record HostCapacity(
        @Nullable Integer maxContainers,
        int freeSshPorts,
        long allocatedMilliCpus,
        long allocatedMemoryMiB,
        @Nullable Long availableMemoryMiB,
        @Nullable Long storageMiB,
        @Nullable Integer maxContainersPerOwner) {
    /** A capacity without the size of the filesystem and the limit per owner. */
    public HostCapacity(
            @Nullable Integer maxContainers,
            int freeSshPorts,
            long allocatedMilliCpus,
            long allocatedMemoryMiB,
            @Nullable Long availableMemoryMiB) {
        this(maxContainers, freeSshPorts, allocatedMilliCpus, allocatedMemoryMiB, availableMemoryMiB, null, null);
    }
}
