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
    private static final int[] ENGINE = {25, 0, 6};

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
        String id = containers.keySet().iterator().next();
        return Optional.of(finding(
                "unknown-installations",
                WARNING,
                "Containers of installations of which no worker runs on this host: "
                        + containers.entrySet().stream()
                                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                                .collect(Collectors.joining(", "))
                        + ".",
                "Start that installation, or list its containers with 'docker ps -a --filter label=dcm.installation="
                        + id + "' and remove them."));
    }

    /** The distribution's version decides where the engine is the distribution's. */
    private static Finding version(EngineConfiguration engine, HostFacts host) {
        return packaged(host, "docker.io", engine.version())
                .map(installed -> finding("engine", installed, WARNING))
                .orElseGet(() -> isBefore(engine.version(), ENGINE)
                        ? finding(
                                "engine",
                                WARNING,
                                "Docker " + engine.version()
                                        + " has known flaws unless your distribution has fixed them.",
                                "Update it to 25.0.13, 28.3.3 or newer.")
                        : ok("engine", "Docker " + engine.version() + "."));
    }

    private static Finding runtime(EngineConfiguration engine, HostFacts host) {
        String version = engine.runtimeVersion();
        if (version.isEmpty()) {
            return finding(
                    "runtime",
                    WARNING,
                    "The engine does not tell which runc it uses.",
                    "Make sure that it is a new one.");
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
                    "runc " + version + " lets containers out (CVE-2024-21626) unless your distribution has fixed it.",
                    "Update it to 1.2.8 or newer.");
        }
        return isBefore(version, RUNTIME_MOUNTS) || isBefore(version, new int[] {1, 3, 3}) && version.startsWith("1.3.")
                ? finding(
                        "runtime",
                        WARNING,
                        "runc " + version
                                + " has known flaws (CVE-2025-31133 among them) unless your distribution has fixed them.",
                        "Update it to 1.2.8, 1.3.3 or newer.")
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
                        installed.name() + " " + installed.version() + " has the fixes of all flaws that doctor knows.")
                : finding(
                        check,
                        level,
                        installed.sentence(),
                        "Run apt-get update && apt-get install --only-upgrade " + installed.name()
                                + ", and restart the engine. If there is no newer version, watch Debian's security tracker.");
    }

    private static Optional<Finding> containerd(HostFacts host) {
        return host.packages().stream()
                .filter(installed -> installed.name().equals("containerd"))
                .map(installed -> finding("containerd", installed, WARNING))
                .findFirst();
    }

    private static Finding sharedLimits(EngineConfiguration engine) {
        return engine.runtimes().contains(EngineConfiguration.LIMITING_RUNTIME)
                ? ok("shared-limits", "Each container has its own limits of pseudo-terminals and inotify.")
                : finding(
                        "shared-limits",
                        WARNING,
                        "One container can take all pseudo-terminals and inotify instances of the host: the engine does not"
                                + " have the runtime \"" + EngineConfiguration.LIMITING_RUNTIME + "\".",
                        "Run infra/engine/install-runtime as root. Containers that exist keep their runtime.");
    }

    private static Optional<Finding> firewalld(EngineConfiguration engine, HostFacts host) {
        return host.firewalld() && isBefore(engine.version(), FIREWALLD)
                ? Optional.of(finding(
                        "firewalld",
                        WARNING,
                        "firewalld runs. When it is reloaded, Docker before 28.3.3 does not restore the rules that isolate"
                                + " networks from one another (CVE-2025-54410) and loopback ports from other machines"
                                + " (CVE-2025-54388).",
                        "Stop firewalld, or restart the engine after each reload of firewalld."))
                : Optional.empty();
    }

    private static Finding userNamespaces(EngineConfiguration engine) {
        return engine.has("userns") || engine.has("rootless")
                ? ok("user-namespaces", "Root of a container is nobody on the host.")
                : finding(
                        "user-namespaces",
                        WARNING,
                        "Root of a container is root of the host, should it ever get out.",
                        "Set \"userns-remap\": \"default\" for the engine before it has anything to keep: homes and images"
                                + " that are there belong to other users then.");
    }

    private static Finding seccomp(EngineConfiguration engine) {
        return engine.has("seccomp")
                ? ok("seccomp", "System calls are filtered.")
                : finding(
                        "seccomp",
                        PROBLEM,
                        "Containers may make all system calls of the kernel.",
                        "Use a kernel and an engine with seccomp, and no \"seccomp-profile\": \"unconfined\".");
    }

    private static Finding mandatoryAccess(EngineConfiguration engine) {
        return engine.has("apparmor") || engine.has("selinux")
                ? ok("apparmor", "Containers are confined by AppArmor or SELinux.")
                : finding(
                        "apparmor",
                        WARNING,
                        "Neither AppArmor nor SELinux confines containers.",
                        "Install and enable one of them, and restart the engine.");
    }

    private static Finding liveRestore(EngineConfiguration engine) {
        return engine.liveRestore()
                ? ok("live-restore", "Containers run on while the engine restarts.")
                : finding(
                        "live-restore",
                        WARNING,
                        "All containers stop when the engine restarts, for an upgrade say.",
                        "Set \"live-restore\": true for the engine and reload it.");
    }

    private static Finding logDriver(EngineConfiguration engine) {
        return List.of("local", "json-file").contains(engine.logDriver())
                ? ok("log-driver", "'" + engine.logDriver() + "'; DCM's containers have logs of bounded size.")
                : finding(
                        "log-driver",
                        WARNING,
                        "Other containers log with '" + engine.logDriver() + "'; DCM's have logs of their own.",
                        "Set \"log-driver\": \"local\" for the engine unless you want it so.");
    }

    private static Finding limits(EngineConfiguration engine) {
        return engine.limits().isEmpty()
                ? ok("limits", "Memory, swap, CPUs and processes of containers are limited.")
                : finding(
                        "limits",
                        engine.limits().equals(List.of("swap")) ? WARNING : PROBLEM,
                        "The kernel does not limit: " + String.join(", ", engine.limits()) + ".",
                        "Enable these cgroup controllers; for swap, start the kernel with swapaccount=1.");
    }

    private static Finding storageDriver(EngineConfiguration engine) {
        String detail = "'" + engine.storageDriver() + "'"
                + (engine.backingFilesystem().isEmpty() ? "" : " on " + engine.backingFilesystem()) + ".";
        return List.of("overlay2", "btrfs", "zfs", "overlayfs").contains(engine.storageDriver())
                ? ok("storage-driver", detail)
                : finding(
                        "storage-driver",
                        WARNING,
                        detail + " It is slow, or kept up no more.",
                        "Use overlay2; images and containers have to be made anew.");
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
                    "Homes are on btrfs with its quotas on, but DCM cannot keep them up: " + host.trouble()
                            + ". New homes, and what is nested in others, may have no limit.",
                    "See to what it says; btrfs-progs must be there, and new enough (6.14 was tried).");
        }
        return switch (host.homes()) {
            case ENFORCED ->
                host.plainHomes().isEmpty()
                        ? ok("home-quotas", "Homes are on btrfs, which enforces quotas.")
                        : finding(
                                "home-quotas",
                                WARNING,
                                "Homes are on btrfs with its quotas on, but these are plain directories from before, and"
                                        + " only measured: " + String.join(", ", host.plainHomes()) + ".",
                                "Make subvolumes of them; docs/operations.md says how.");
            case TURNED_OFF ->
                finding(
                        "home-quotas",
                        WARNING,
                        "Homes are on btrfs, whose quotas are off: they are measured now and then, and can be filled between.",
                        "btrfs quota enable --simple " + disk.map(Disk::where).orElse(Path.of("/"))
                                + " (kernel 6.7 or newer; older ones cannot mount it then).");
            case MEASURED ->
                finding(
                        "home-quotas",
                        WARNING,
                        "Homes are on " + type + ", where they are measured now and then, and can be filled between.",
                        "Put them on btrfs with its quotas on, or watch the free space.");
        };
    }

    private static Finding diskQuotas(HostFacts host) {
        return switch (host.layers()) {
            case ENFORCED -> ok("disk-quotas", "What containers write outside of homes is limited by the filesystem.");
            case TURNED_OFF ->
                finding(
                        "disk-quotas",
                        WARNING,
                        "The engine is on btrfs, whose quotas are off: what containers write outside of homes is not limited.",
                        "Turn the filesystem's quotas on; containers that are made after that are limited.");
            case MEASURED ->
                finding(
                        "disk-quotas",
                        WARNING,
                        "What containers write outside of homes is measured now and then, and can fill the disk between.",
                        "Give the engine btrfs with its quotas on, or watch the free space.");
        };
    }

    private static Finding freeDisk(Disk disk) {
        double free = disk.totalBytes() == 0 ? 0 : (double) disk.freeBytes() / disk.totalBytes();
        Level level = free < 0.02 || disk.freeBytes() < GIB ? PROBLEM : free < 0.1 ? WARNING : OK;
        String detail = "%d of %d GiB are free for %s, in %s."
                .formatted(disk.freeBytes() / GIB, disk.totalBytes() / GIB, disk.what(), disk.where());
        return level == OK
                ? ok("free-disk", detail)
                : finding("free-disk", level, detail, "Make room, or a larger disk.");
    }

    private static Finding reservedPorts(HostFacts host) {
        PortRange ephemeral = host.ephemeralPorts();
        PortRange ssh = host.sshPorts();
        boolean reserved = Arrays.asList(host.reservedPorts().split(",")).contains(ssh.first() + "-" + ssh.last());
        return ephemeral == null || !ephemeral.overlaps(ssh) || reserved
                ? ok("reserved-ports", "The SSH ports " + ssh + " are used for nothing else.")
                : finding(
                        "reserved-ports",
                        WARNING,
                        "The SSH ports " + ssh + " are among those that the kernel gives to outgoing connections ("
                                + ephemeral + "); now and then one is taken.",
                        "sysctl net.ipv4.ip_local_reserved_ports=" + ssh.first() + "-" + ssh.last());
    }

    private static Finding kernelLimits(HostFacts host) {
        if (host.lowLimits().isEmpty()) {
            return ok("kernel-limits", "The limits of the kernel that all containers share are high enough.");
        }
        String detail = host.lowLimits().stream()
                .map(limit -> limit.name() + " is " + limit.value() + " (" + limit.reason() + ")")
                .collect(Collectors.joining("; "));
        String remedy = host.lowLimits().stream()
                .map(limit -> limit.name() + "=" + limit.wanted())
                .collect(Collectors.joining(" "));
        return finding("kernel-limits", WARNING, "Shared by all containers: " + detail + ".", "sysctl -w " + remedy);
    }

    private static Finding firewall(HostFacts host) {
        return host.firewallProblem() == null
                ? ok("firewall", "Containers reach nothing of this host but what containers publish.")
                : finding(
                        "firewall",
                        WARNING,
                        "Containers can reach services of this host that listen on all addresses: "
                                + host.firewallProblem() + ".",
                        "Install nftables.");
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
