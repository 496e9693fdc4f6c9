package dcm.worker.doctor;

import dcm.contract.identity.PortRange;
import dcm.worker.ports.HostAddresses;
import dcm.worker.storage.FilesystemQuotas;
import dcm.worker.storage.FilesystemQuotas.Enforcement;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Facts about the host that do not come from its engine.
 *
 * @param disks the disks with users' files
 * @param ephemeralPorts the kernel's range for outgoing connections; null if unknown
 * @param sshPorts the range of containers' SSH ports
 * @param missingAddresses addresses for published ports that the host does not have
 * @param reservedPorts ports that the kernel does not use for outgoing connections, in the kernel's format
 * @param homeQuotas how home quotas are enforced
 * @param quotaProblem why enabled filesystem quotas cannot be applied; null if they are applied
 * @param plainHomes owners whose homes have no enforced quota although the filesystem enforces others
 * @param layerQuotas how the size of container layers is limited
 * @param lowLimits kernel limits, shared by all containers, that are too low
 * @param unmountedControllers controllers of cgroups that are active but not mounted
 * @param packages packages of the distribution from which the engine is installed
 * @param firewalld whether firewalld runs
 * @param firewallProblem why DCM's firewall rules are not loaded; null if they are
 */
record HostFacts(
        List<Disk> disks,
        @Nullable PortRange ephemeralPorts,
        PortRange sshPorts,
        List<String> missingAddresses,
        String reservedPorts,
        Enforcement homeQuotas,
        @Nullable String quotaProblem,
        List<String> plainHomes,
        Enforcement layerQuotas,
        List<KernelLimit.Low> lowLimits,
        List<String> unmountedControllers,
        List<InstalledPackage> packages,
        boolean firewalld,
        @Nullable String firewallProblem) {
    /** A filesystem; sizes in bytes. */
    record Disk(DiskUse use, Path where, String type, long freeBytes, long totalBytes) {}

    /** Reads the facts now. Leaves out directories that do not exist here, for example with a remote engine. */
    static HostFacts read(
            Path storage,
            Path engineRoot,
            Path state,
            PortRange sshPorts,
            List<String> aliases,
            FilesystemQuotas quotas,
            @Nullable String firewallProblem)
            throws InterruptedException {
        return new HostFacts(
                disks(storage, Optional.of(engineRoot), state),
                ephemeral(),
                sshPorts,
                HostAddresses.missing(aliases),
                ProcFile.sysctl("net.ipv4.ip_local_reserved_ports").orElse(""),
                quotas.homeEnforcement(),
                quotas.problem().orElse(null),
                quotas.plainHomes(),
                quotas.layerEnforcement(),
                KernelLimit.tooLow(),
                CgroupControllers.unmounted(),
                InstalledPackage.read(),
                runs("firewalld"),
                firewallProblem);
    }

    /** @param engineRoot empty while it is not known */
    static List<Disk> disks(Path storage, Optional<Path> engineRoot, Path state) {
        List<Disk> disks = new ArrayList<>();
        disk(DiskUse.HOMES, storage).ifPresent(disks::add);
        engineRoot.flatMap(root -> disk(DiskUse.CONTAINERS, root)).ifPresent(disks::add);
        disk(DiskUse.DATA, state).ifPresent(disks::add);
        return List.copyOf(disks);
    }

    private static boolean runs(String program) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> ProcFile.read(Path.of("/proc", Long.toString(process.pid()), "comm")).stream())
                .anyMatch(program::equals);
    }

    private static Optional<Disk> disk(DiskUse use, Path where) {
        try {
            FileStore store = Files.getFileStore(where);
            return Optional.of(new Disk(use, where, store.type(), store.getUsableSpace(), store.getTotalSpace()));
        } catch (IOException notHere) {
            return Optional.empty();
        }
    }

    private static @Nullable PortRange ephemeral() {
        return ProcFile.sysctl("net.ipv4.ip_local_port_range")
                .map(text -> text.split("\\s+"))
                .filter(bounds -> bounds.length == 2)
                .map(bounds -> new PortRange(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1])))
                .orElse(null);
    }
}
