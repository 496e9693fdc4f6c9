package dcm.worker.doctor;

import static dcm.worker.doctor.Findings.finding;
import static dcm.worker.doctor.Findings.ok;
import static dcm.worker.doctor.Findings.warning;

import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.worker.doctor.HostFacts.Disk;
import dcm.worker.storage.FilesystemQuotas.Enforcement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks how users' files are limited, and how much space is left for them. Pure. */
final class StorageChecks {
    private static final long GIB = 1L << 30;

    private StorageChecks() {}

    static List<Finding> of(HostFacts host) {
        return Stream.concat(
                        Stream.of(homeQuotas(host), diskQuotas(host)),
                        host.disks().stream()
                                .filter(disk -> disk.use() != DiskUse.DATA || isSeparate(disk, host.disks()))
                                .map(StorageChecks::freeDisk))
                .toList();
    }

    private static Finding homeQuotas(HostFacts host) {
        Optional<Disk> disk = host.disks().stream()
                .filter(candidate -> candidate.use() == DiskUse.HOMES)
                .findFirst();
        String type = disk.map(Disk::type).orElse("an unknown filesystem");
        if (host.homeQuotas() == Enforcement.ENFORCED && host.quotaProblem() != null) {
            return warning(
                    "home-quotas",
                    "Homes are on btrfs with quotas enabled, but DCM cannot apply the quotas: " + host.quotaProblem()
                            + ". New homes and nested subvolumes may have no limit.",
                    "Fix the reported error. Check that a recent btrfs-progs is installed; 6.14 is tested.");
        }
        return switch (host.homeQuotas()) {
            case ENFORCED ->
                host.plainHomes().isEmpty()
                        ? ok("home-quotas", "Homes are on btrfs, which enforces their quotas.")
                        : warning(
                                "home-quotas",
                                "Homes are on btrfs with quotas enabled, but these homes are plain directories without"
                                        + " an enforced quota: " + String.join(", ", host.plainHomes()) + ".",
                                "Convert them to subvolumes as described in docs/accounts.md.");
            case DISABLED ->
                warning(
                        "home-quotas",
                        "Homes are on btrfs with quotas disabled. DCM measures homes only periodically, so a home can"
                                + " exceed its quota.",
                        "Run: btrfs quota enable --simple "
                                + disk.map(Disk::where).orElse(Path.of("/"))
                                + " (needs kernel 6.7 or newer; older kernels cannot mount the filesystem"
                                + " afterwards).");
            case MEASURED ->
                warning(
                        "home-quotas",
                        "Homes are on " + type
                                + ". DCM measures homes there only periodically, so a home can exceed its quota.",
                        "Move homes to btrfs with quotas enabled, or monitor the free space.");
        };
    }

    private static Finding diskQuotas(HostFacts host) {
        return switch (host.layerQuotas()) {
            case ENFORCED -> ok("disk-quotas", "The filesystem limits what containers write outside of homes.");
            case DISABLED ->
                warning(
                        "disk-quotas",
                        "Docker's data is on btrfs with quotas disabled: what containers write outside of homes is not"
                                + " limited.",
                        "Enable the filesystem's quotas. Only containers that are created afterwards are limited.");
            case MEASURED ->
                warning(
                        "disk-quotas",
                        "DCM measures what containers write outside of homes only periodically, so containers can"
                                + " fill the disk.",
                        "Move Docker's data to btrfs with quotas enabled, or monitor the free space.");
        };
    }

    private static boolean isSeparate(Disk disk, List<Disk> all) {
        return all.stream()
                .noneMatch(other -> other.use() != disk.use()
                        && other.type().equals(disk.type())
                        && other.totalBytes() == disk.totalBytes());
    }

    private static Finding freeDisk(Disk disk) {
        double free = disk.totalBytes() == 0 ? 0 : (double) disk.freeBytes() / disk.totalBytes();
        Level level = free < 0.02 || disk.freeBytes() < GIB ? Level.PROBLEM : free < 0.1 ? Level.WARNING : Level.OK;
        String detail = "%d of %d GiB are free for %s in %s."
                .formatted(
                        (level == Level.OK ? roughly(disk) : disk.freeBytes()) / GIB,
                        disk.totalBytes() / GIB,
                        disk.use().noun(),
                        disk.where());
        return level == Level.OK
                ? ok("free-disk", detail)
                : finding("free-disk", level, detail, "Delete data, or use a larger disk.");
    }

    /** The free space, rounded down to 2 % of the disk: the host's description, which all hosts read, must rarely change. */
    private static long roughly(Disk disk) {
        long step = Math.max(GIB, disk.totalBytes() / 50);
        return disk.freeBytes() / step * step;
    }
}
