package dcm.worker.doctor;

import dcm.contract.identity.PortRange;
import dcm.worker.storage.SpaceQuotas;
import dcm.worker.storage.SpaceQuotas.Keeping;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was read of the host beside its engine.
 *
 * @param disks where people's files are
 * @param ephemeralPorts those that the kernel gives to outgoing connections; null if it does not tell
 * @param sshPorts those that are containers' handles
 * @param reservedPorts of the kernel's, which it gives to nobody, as it writes them
 * @param homes who keeps homes within their quotas
 * @param trouble why filesystem quotas that are on cannot be kept up; null: they are
 * @param plainHomes owners whose homes nobody keeps within theirs, though others' are kept
 * @param layers who keeps what containers write beside them within its limits
 * @param lowLimits of the kernel, that all containers share
 * @param firewallProblem why DCM's firewall rules are not loaded; null: they are
 */
record HostFacts(
        List<Disk> disks,
        @Nullable PortRange ephemeralPorts,
        PortRange sshPorts,
        String reservedPorts,
        Keeping homes,
        @Nullable String trouble,
        List<String> plainHomes,
        Keeping layers,
        List<KernelLimit> lowLimits,
        @Nullable String firewallProblem) {
    private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final Path RESERVED = Path.of("/proc/sys/net/ipv4/ip_local_reserved_ports");

    /** A filesystem. */
    record Disk(String what, Path where, String type, long freeBytes, long totalBytes) {}

    /** Reads them now. A directory that is not here, as with an engine elsewhere, is left out. */
    static HostFacts read(
            Path storage, Path engineRoot, PortRange sshPorts, SpaceQuotas quotas, @Nullable String firewallProblem) {
        List<Disk> disks = new ArrayList<>();
        disk("homes", storage).ifPresent(disks::add);
        disk("images and containers", engineRoot).ifPresent(disks::add);
        return new HostFacts(
                disks,
                ephemeral(),
                sshPorts,
                text(RESERVED).orElse(""),
                quotas.keepingHomes(),
                quotas.trouble().orElse(null),
                quotas.plainHomes(),
                quotas.keepingLayers(),
                KernelLimit.tooLow(),
                firewallProblem);
    }

    private static Optional<Disk> disk(String what, Path where) {
        try {
            FileStore store = Files.getFileStore(where);
            return Optional.of(new Disk(what, where, store.type(), store.getUsableSpace(), store.getTotalSpace()));
        } catch (IOException notHere) {
            return Optional.empty();
        }
    }

    private static @Nullable PortRange ephemeral() {
        return text(EPHEMERAL)
                .map(text -> text.strip().split("\\s+"))
                .filter(words -> words.length == 2)
                .map(words -> new PortRange(Integer.parseInt(words[0]), Integer.parseInt(words[1])))
                .orElse(null);
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException notHere) {
            return Optional.empty();
        }
    }
}
