package dcm.worker.doctor;

import static dcm.contract.report.Finding.Level.OK;
import static dcm.contract.report.Finding.Level.PROBLEM;
import static dcm.contract.report.Finding.Level.WARNING;

import dcm.contract.identity.PortRange;
import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.worker.doctor.HostFacts.Disk;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.storage.FilesystemQuotas.Enforcement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The checks of the doctor command and their messages. Pure. */
final class HostChecks {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");
    private static final long GIB = 1L << 30;

    /** CVE-2024-41110 (authorization plugin bypass) and others were fixed in 25.0.6, 26.1.5 and 27.1.1. */
    private static final int[] ENGINE_25 = {25, 0, 6};

    private static final int[] ENGINE_26 = {26, 1, 5};
    private static final int[] ENGINE_27 = {27, 1, 1};

    /** CVE-2024-21626: container escape through a leaked directory handle. */
    private static final int[] RUNTIME_ESCAPE = {1, 1, 12};

    /** CVE-2025-31133, 52565 and 52881: container escape through mount races; fixed in 1.2.8 and 1.3.3. */
    private static final int[] RUNTIME_MOUNTS = {1, 2, 8};

    private static final int[] FIREWALLD = {28, 3, 3};

    private HostChecks() {}

    static List<Finding> of(EngineConfiguration engine, HostFacts host) {
        List<Finding> findings = new ArrayList<>();
        findings.add(version(engine, host));
        containerd(host).ifPresent(findings::add);
        findings.add(runtime(engine, host));
        findings.add(sharedLimits(engine));
        findings.add(userNamespaces(engine));
        findings.add(seccomp(engine));
        findings.add(mandatoryAccess(engine));
        findings.add(liveRestore(engine));
        findings.add(logDriver(engine));
        findings.add(limits(engine));
        findings.add(storageDriver(engine));
        findings.add(homeQuotas(host));
        findings.add(diskQuotas(host));
        host.disks().forEach(disk -> findings.add(freeDisk(disk)));
        findings.add(reservedPorts(host));
        findings.add(kernelLimits(host));
        findings.add(firewall(host));
        firewalld(engine, host).ifPresent(findings::add);
        return findings;
    }

    /** @param containers their number by the id of their installation, of which no worker runs on this host */
    static Optional<Finding> unknownInstallations(Map<String, Integer> containers) {
        if (containers.isEmpty()) {
            return Optional.empty();
        }
        List<String> ids = containers.keySet().stream().sorted().toList();
        return Optional.of(finding(
                "unknown-installations",
                WARNING,
                "This host has containers of installations that run no worker on this host: "
                        + ids.stream()
                                .map(id -> id + " (" + containers.get(id) + ")")
                                .collect(Collectors.joining(", "))
                        + ".",
                "Start a worker of each of these installations, or remove its containers. To list them, run: "
                        + ids.stream()
                                .map(id -> "docker ps -a --filter label=dcm.installation=" + id)
                                .collect(Collectors.joining("; "))));
    }

    /** If Docker is a Debian package, the package's version decides, since Debian backports fixes. */
    private static Finding version(EngineConfiguration engine, HostFacts host) {
        return packaged(host, "docker.io", engine.version())
                .map(installed -> finding("engine", installed, WARNING))
                .orElseGet(() -> isVulnerableEngine(engine.version())
                        ? finding(
                                "engine",
                                WARNING,
                                "Docker " + engine.version()
                                        + " has known vulnerabilities, unless your distribution has fixed them.",
                                "Update Docker to 28.3.3 or newer (or 25.0.13 or newer within 25.0).")
                        : ok("engine", "Docker " + engine.version() + "."));
    }

    /** True if the version is older than the fixed version of its branch. */
    private static boolean isVulnerableEngine(String version) {
        return isBefore(version, ENGINE_25)
                || version.startsWith("26.") && isBefore(version, ENGINE_26)
                || version.startsWith("27.") && isBefore(version, ENGINE_27);
    }

    private static Finding runtime(EngineConfiguration engine, HostFacts host) {
        String version = engine.runtimeVersion();
        if (version.isEmpty()) {
            return finding(
                    "runtime",
                    WARNING,
                    "Docker does not report the version of runc.",
                    "Run 'runc --version'. Update runc if it is older than 1.2.8, or is 1.3.0, 1.3.1 or 1.3.2.");
        }
        return packaged(host, "runc", version)
                .map(installed -> finding("runtime", installed, WARNING))
                .orElseGet(() -> upstreamRuntime(version));
    }

    private static Finding upstreamRuntime(String version) {
        if (isBefore(version, RUNTIME_ESCAPE)) {
            return finding(
                    "runtime",
                    PROBLEM,
                    "runc " + version
                            + " lets a process escape from its container to the host (CVE-2024-21626), unless your"
                            + " distribution has fixed it.",
                    "Update runc to 1.2.8 or newer.");
        }
        return isBefore(version, RUNTIME_MOUNTS) || isBefore(version, new int[] {1, 3, 3}) && version.startsWith("1.3.")
                ? finding(
                        "runtime",
                        WARNING,
                        "runc " + version
                                + " has known vulnerabilities such as CVE-2025-31133, unless your distribution has"
                                + " fixed them.",
                        "Update runc to 1.2.8, 1.3.3 or newer.")
                : ok("runtime", "runc " + version + ".");
    }

    /** The package that the engine's part of this version is from. */
    private static Optional<InstalledPackage> packaged(HostFacts host, String name, String version) {
        return host.packages().stream()
                .filter(installed ->
                        installed.name().equals(name) && installed.version().startsWith(version + "-"))
                .findFirst();
    }

    private static Finding finding(String check, InstalledPackage installed, Level level) {
        return installed.flaws().isEmpty()
                ? ok(
                        check,
                        installed.name() + " " + installed.version()
                                + " has the fixes for all vulnerabilities that doctor knows.")
                : finding(
                        check,
                        level,
                        installed.sentence(),
                        "Run apt-get update && apt-get install --only-upgrade " + installed.name()
                                + ", and restart Docker. If Debian has no newer version yet, follow its security"
                                + " tracker.");
    }

    private static Optional<Finding> containerd(HostFacts host) {
        return host.packages().stream()
                .filter(installed -> installed.name().equals("containerd"))
                .map(installed -> finding("containerd", installed, WARNING))
                .findFirst();
    }

    private static Finding sharedLimits(EngineConfiguration engine) {
        return engine.runtimes().contains(EngineConfiguration.LIMITING_RUNTIME)
                ? ok("shared-limits", "Each container has its own limits for pseudo-terminals and inotify.")
                : finding(
                        "shared-limits",
                        WARNING,
                        "One container can use all pseudo-terminals and inotify instances of the host, because Docker"
                                + " does not have the runtime \"" + EngineConfiguration.LIMITING_RUNTIME + "\".",
                        "Run infra/engine/install-runtime as root. Existing containers keep their current runtime.");
    }

    private static Optional<Finding> firewalld(EngineConfiguration engine, HostFacts host) {
        return host.firewalld() && isBefore(engine.version(), FIREWALLD)
                ? Optional.of(finding(
                        "firewalld",
                        WARNING,
                        "firewalld is running. When firewalld is reloaded, Docker before 28.3.3 does not restore the"
                                + " rules that isolate networks from each other (CVE-2025-54410) and loopback ports"
                                + " from other machines (CVE-2025-54388).",
                        "Update Docker to 28.3.3 or newer, or stop firewalld, or restart Docker after each reload of"
                                + " firewalld."))
                : Optional.empty();
    }

    private static Finding userNamespaces(EngineConfiguration engine) {
        return engine.has("userns") || engine.has("rootless")
                ? ok("user-namespaces", "Root in a container is an unprivileged user on the host.")
                : finding(
                        "user-namespaces",
                        WARNING,
                        "User namespaces are off: a process that escapes from a container as root is root on the host.",
                        "Set \"userns-remap\": \"default\" in Docker's daemon.json and restart Docker, before the"
                                + " host has containers and homes. Docker does not show images and containers from"
                                + " before, and containers cannot use homes from before.");
    }

    private static Finding seccomp(EngineConfiguration engine) {
        return engine.has("seccomp")
                ? ok("seccomp", "seccomp filters the system calls of containers.")
                : finding(
                        "seccomp",
                        PROBLEM,
                        "seccomp is off: containers can make all system calls of the kernel.",
                        "Use a kernel and a Docker build with seccomp, and remove \"seccomp-profile\": \"unconfined\""
                                + " from Docker's daemon.json.");
    }

    private static Finding mandatoryAccess(EngineConfiguration engine) {
        return engine.has("apparmor") || engine.has("selinux")
                ? ok("apparmor", "AppArmor or SELinux confines containers.")
                : finding(
                        "apparmor",
                        WARNING,
                        "Neither AppArmor nor SELinux confines containers.",
                        "Install and enable AppArmor or SELinux, and restart Docker.");
    }

    private static Finding liveRestore(EngineConfiguration engine) {
        return engine.liveRestore()
                ? ok("live-restore", "Containers keep running while Docker restarts.")
                : finding(
                        "live-restore",
                        WARNING,
                        "All containers stop when Docker restarts, for example during an upgrade.",
                        "Set \"live-restore\": true in Docker's daemon.json and reload Docker.");
    }

    private static Finding logDriver(EngineConfiguration engine) {
        return List.of("local", "json-file").contains(engine.logDriver())
                ? ok("log-driver", "'" + engine.logDriver() + "'; the logs of DCM's containers have a maximum size.")
                : finding(
                        "log-driver",
                        WARNING,
                        "Docker's default log driver is '" + engine.logDriver()
                                + "'. It applies to containers that DCM did not create; DCM sets its own log driver.",
                        "Set \"log-driver\": \"local\" in Docker's daemon.json, unless you need this log driver.");
    }

    private static Finding limits(EngineConfiguration engine) {
        return engine.missingLimits().isEmpty()
                ? ok("limits", "The kernel can limit memory, swap, CPUs and processes of containers.")
                : finding(
                        "limits",
                        engine.missingLimits().equals(List.of("swap")) ? WARNING : PROBLEM,
                        "The kernel does not enforce these limits of containers: "
                                + String.join(", ", engine.missingLimits()) + ".",
                        "Enable their cgroup controllers. For swap, boot the kernel with swapaccount=1.");
    }

    private static Finding storageDriver(EngineConfiguration engine) {
        String detail = "Storage driver '" + engine.storageDriver() + "'"
                + (engine.backingFilesystem().isEmpty() ? "" : " on " + engine.backingFilesystem()) + ".";
        return List.of("overlay2", "btrfs", "zfs", "overlayfs").contains(engine.storageDriver())
                ? ok("storage-driver", detail)
                : finding(
                        "storage-driver",
                        WARNING,
                        detail + " It is slow or no longer maintained.",
                        "Set \"storage-driver\": \"overlay2\" in Docker's daemon.json. You must create all images and"
                                + " containers again.");
    }

    private static Finding homeQuotas(HostFacts host) {
        Optional<Disk> disk = host.disks().stream()
                .filter(candidate -> candidate.what().equals("homes"))
                .findFirst();
        String type = disk.map(Disk::type).orElse("an unknown filesystem");
        if (host.homes() == Enforcement.ENFORCED && host.trouble() != null) {
            return finding(
                    "home-quotas",
                    WARNING,
                    "Homes are on btrfs with quotas enabled, but DCM cannot apply the quotas: " + host.trouble()
                            + ". New homes and nested subvolumes may have no limit.",
                    "Fix the reported error. Check that a recent btrfs-progs is installed; 6.14 is tested.");
        }
        return switch (host.homes()) {
            case ENFORCED ->
                host.plainHomes().isEmpty()
                        ? ok("home-quotas", "Homes are on btrfs, which enforces their quotas.")
                        : finding(
                                "home-quotas",
                                WARNING,
                                "Homes are on btrfs with quotas enabled, but these homes are plain directories without"
                                        + " an enforced quota: " + String.join(", ", host.plainHomes()) + ".",
                                "Convert them to subvolumes as described in docs/operations.md.");
            case TURNED_OFF ->
                finding(
                        "home-quotas",
                        WARNING,
                        "Homes are on btrfs with quotas disabled. DCM measures homes only periodically, so a home can"
                                + " exceed its quota.",
                        "Run: btrfs quota enable --simple "
                                + disk.map(Disk::where).orElse(Path.of("/"))
                                + " (needs kernel 6.7 or newer; older kernels cannot mount the filesystem"
                                + " afterwards).");
            case MEASURED ->
                finding(
                        "home-quotas",
                        WARNING,
                        "Homes are on " + type
                                + ". DCM measures homes there only periodically, so a home can exceed its quota.",
                        "Move homes to btrfs with quotas enabled, or monitor the free space.");
        };
    }

    private static Finding diskQuotas(HostFacts host) {
        return switch (host.layers()) {
            case ENFORCED -> ok("disk-quotas", "The filesystem limits what containers write outside of homes.");
            case TURNED_OFF ->
                finding(
                        "disk-quotas",
                        WARNING,
                        "Docker's data is on btrfs with quotas disabled: what containers write outside of homes is not"
                                + " limited.",
                        "Enable the filesystem's quotas. Only containers that are created afterwards are limited.");
            case MEASURED ->
                finding(
                        "disk-quotas",
                        WARNING,
                        "DCM measures what containers write outside of homes only periodically, so containers can"
                                + " fill the disk.",
                        "Move Docker's data to btrfs with quotas enabled, or monitor the free space.");
        };
    }

    private static Finding freeDisk(Disk disk) {
        double free = disk.totalBytes() == 0 ? 0 : (double) disk.freeBytes() / disk.totalBytes();
        Level level = free < 0.02 || disk.freeBytes() < GIB ? PROBLEM : free < 0.1 ? WARNING : OK;
        String detail = "%d of %d GiB are free for %s in %s."
                .formatted(disk.freeBytes() / GIB, disk.totalBytes() / GIB, disk.what(), disk.where());
        return level == OK
                ? ok("free-disk", detail)
                : finding("free-disk", level, detail, "Delete data, or use a larger disk.");
    }

    private static Finding reservedPorts(HostFacts host) {
        PortRange ephemeral = host.ephemeralPorts();
        PortRange ssh = host.sshPorts();
        boolean reserved = Arrays.asList(host.reservedPorts().split(",")).contains(ssh.first() + "-" + ssh.last());
        return ephemeral == null || !ephemeral.overlaps(ssh) || reserved
                ? ok("reserved-ports", "The kernel does not use the SSH ports " + ssh + " for outgoing connections.")
                : finding(
                        "reserved-ports",
                        WARNING,
                        "The SSH ports " + ssh + " overlap the kernel's range for outgoing connections (" + ephemeral
                                + "), so an outgoing connection can occupy an SSH port.",
                        "Run: sysctl -w net.ipv4.ip_local_reserved_ports=" + ssh.first() + "-" + ssh.last());
    }

    private static Finding kernelLimits(HostFacts host) {
        if (host.lowLimits().isEmpty()) {
            return ok("kernel-limits", "The kernel limits that all containers share are high enough.");
        }
        String detail = host.lowLimits().stream()
                .map(limit -> limit.name() + " is " + limit.value() + " (" + limit.reason() + ")")
                .collect(Collectors.joining("; "));
        String remedy = host.lowLimits().stream()
                .map(limit -> limit.name() + "=" + limit.wanted())
                .collect(Collectors.joining(" "));
        return finding(
                "kernel-limits",
                WARNING,
                "All containers share these kernel limits, which are too low: " + detail + ".",
                "Run: sysctl -w " + remedy);
    }

    private static Finding firewall(HostFacts host) {
        return host.firewallProblem() == null
                ? ok("firewall", "Containers can reach only published container ports on this host.")
                : finding(
                        "firewall",
                        WARNING,
                        "DCM cannot load its firewall rules, so containers can reach services of this host that listen"
                                + " on all addresses: " + host.firewallProblem() + ".",
                        "Fix the reported error. Check that nftables is installed.");
    }

    /** True if the version is older than {@code wanted}; false for a version that cannot be parsed. */
    static boolean isBefore(String version, int[] wanted) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            String group = numbers.group(i + 1);
            int number = group == null ? 0 : Integer.parseInt(group);
            if (number != wanted[i]) {
                return number < wanted[i];
            }
        }
        return false;
    }

    private static Finding ok(String check, String detail) {
        return new Finding(check, OK, detail, null);
    }

    private static Finding finding(String check, Level level, String detail, String remedy) {
        return new Finding(check, level, detail, remedy);
    }
}
