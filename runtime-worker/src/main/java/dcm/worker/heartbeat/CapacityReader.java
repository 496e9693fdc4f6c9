package dcm.worker.heartbeat;

import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.report.HostCapacity;
import dcm.worker.doctor.KernelCapacity;
import dcm.worker.engine.EngineInfo;
import dcm.worker.ports.SshPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads how much of the host is in use. Thread-safe. */
public final class CapacityReader {
    private static final long MEBIBYTE = 1024 * 1024;

    private final SshPorts ports;
    private final Path storage;
    private volatile @Nullable Supplier<Collection<DesiredContainer>> desired;

    /** @param storage the directory of homes */
    public CapacityReader(SshPorts ports, Path storage) {
        this.storage = storage;
        this.ports = ports;
    }

    /** The worker knows the containers that the host should have, and their ports. */
    public void containersLoaded(Supplier<Collection<DesiredContainer>> containers) {
        desired = containers;
    }

    /**
     * The current capacity. While the containers are loaded, all CPUs and memory count as allocated, so that other hosts are preferred.
     *
     * @param existing how many containers the engine has
     */
    HostCapacity read(EngineInfo engine, int existing, int maxContainersPerOwner) {
        Supplier<Collection<DesiredContainer>> containers = desired;
        long milliCpus = 0;
        long memoryMiB = 0;
        if (containers == null) {
            milliCpus = engine.milliCpus();
            memoryMiB = engine.memoryMiB();
        } else {
            for (DesiredContainer container : containers.get()) {
                if (uses(container.state())) {
                    milliCpus += container.spec().limits().milliCpus();
                    memoryMiB += container.spec().limits().memoryMiB();
                }
            }
        }
        OptionalInt most = KernelCapacity.maxContainers(engine.isRemapped());
        OptionalLong available = KernelCapacity.availableMemoryMiB();
        return new HostCapacity(
                most.isPresent() ? most.getAsInt() : null,
                containers == null ? Math.max(0, ports.free() - existing) : ports.free(),
                milliCpus,
                memoryMiB,
                available.isPresent() ? available.getAsLong() : null,
                storageMiB(),
                maxContainersPerOwner);
    }

    private @Nullable Long storageMiB() {
        try {
            return Files.getFileStore(storage).getTotalSpace() / MEBIBYTE;
        } catch (IOException e) {
            return null; // the next heartbeat tries again
        }
    }

    private static boolean uses(DesiredStatus status) {
        return switch (status) {
            case RUNNING, PAUSED -> true;
            case STOPPED, REMOVED -> false;
        };
    }
}
