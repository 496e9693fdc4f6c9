package dcm.worker.doctor;

import static dcm.worker.doctor.Findings.finding;
import static dcm.worker.doctor.Findings.ok;
import static dcm.worker.doctor.Findings.problem;
import static dcm.worker.doctor.Findings.warning;

import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.swarm.SwarmFacts;
import java.util.List;
import java.util.stream.Stream;

/** Checks the engine's configuration. Pure. */
final class EngineChecks {
    private EngineChecks() {}

    static List<Finding> of(EngineConfiguration engine, SwarmFacts swarm) {
        Stream<Finding> liveRestore = swarm.mode().isOn() ? Stream.of() : Stream.of(liveRestore(engine));
        return Stream.of(
                        Stream.of(
                                sharedLimits(engine), userNamespaces(engine), seccomp(engine), mandatoryAccess(engine)),
                        liveRestore,
                        Stream.of(logDriver(engine), limits(engine), storageDriver(engine)))
                .flatMap(findings -> findings)
                .toList();
    }

    private static Finding sharedLimits(EngineConfiguration engine) {
        return engine.runtimes().contains(EngineConfiguration.LIMITING_RUNTIME)
                ? ok("shared-limits", "Each container has its own limits for pseudo-terminals and inotify.")
                : warning(
                        "shared-limits",
                        "One container can use all pseudo-terminals and inotify instances of the host, because Docker"
                                + " does not have the runtime \"" + EngineConfiguration.LIMITING_RUNTIME + "\".",
                        "Run infra/engine/install-runtime as root. Existing containers keep their current runtime.");
    }

    private static Finding userNamespaces(EngineConfiguration engine) {
        return engine.has("userns") || engine.has("rootless")
                ? ok("user-namespaces", "Root in a container is an unprivileged user on the host.")
                : warning(
                        "user-namespaces",
                        "User namespaces are off: a process that escapes from a container as root is root on the host.",
                        "Set \"userns-remap\": \"default\" in Docker's daemon.json and restart Docker, before the"
                                + " host has containers and homes. Docker does not show images and containers from"
                                + " before, and containers cannot use homes from before.");
    }

    private static Finding seccomp(EngineConfiguration engine) {
        return engine.has("seccomp")
                ? ok("seccomp", "seccomp filters the system calls of containers.")
                : problem(
                        "seccomp",
                        "seccomp is off: containers can make all system calls of the kernel.",
                        "Use a kernel and a Docker build with seccomp, and remove \"seccomp-profile\": \"unconfined\""
                                + " from Docker's daemon.json.");
    }

    private static Finding mandatoryAccess(EngineConfiguration engine) {
        return engine.has("apparmor") || engine.has("selinux")
                ? ok("apparmor", "AppArmor or SELinux confines containers.")
                : warning(
                        "apparmor",
                        "Neither AppArmor nor SELinux confines containers.",
                        "Install and enable AppArmor or SELinux, and restart Docker.");
    }

    private static Finding liveRestore(EngineConfiguration engine) {
        return engine.liveRestore()
                ? ok("live-restore", "Containers keep running while Docker restarts.")
                : warning(
                        "live-restore",
                        "All containers stop when Docker restarts, for example during an upgrade.",
                        "Set \"live-restore\": true in Docker's daemon.json and reload Docker.");
    }

    private static Finding logDriver(EngineConfiguration engine) {
        return List.of("local", "json-file").contains(engine.logDriver())
                ? ok("log-driver", "'" + engine.logDriver() + "'; the logs of DCM's containers have a maximum size.")
                : warning(
                        "log-driver",
                        "Docker's default log driver is '" + engine.logDriver()
                                + "'. It applies to containers that DCM did not create; DCM sets its own log driver.",
                        "Set \"log-driver\": \"local\" in Docker's daemon.json, unless you need this log driver.");
    }

    private static Finding limits(EngineConfiguration engine) {
        return engine.missingLimits().isEmpty()
                ? ok("limits", "The kernel can limit memory, swap, CPUs and processes of containers.")
                : finding(
                        "limits",
                        engine.missingLimits().equals(List.of("swap")) ? Level.WARNING : Level.PROBLEM,
                        "The kernel does not enforce these limits of containers: "
                                + String.join(", ", engine.missingLimits()) + ".",
                        "Enable their cgroup controllers. For swap, boot the kernel with swapaccount=1.");
    }

    private static Finding storageDriver(EngineConfiguration engine) {
        String detail = "Storage driver '" + engine.storageDriver() + "'"
                + (engine.backingFilesystem().isEmpty() ? "" : " on " + engine.backingFilesystem()) + ".";
        return List.of("overlay2", "btrfs", "zfs", "overlayfs").contains(engine.storageDriver())
                ? ok("storage-driver", detail)
                : warning(
                        "storage-driver",
                        detail + " It is slow or no longer maintained.",
                        "Set \"storage-driver\": \"overlay2\" in Docker's daemon.json. You must create all images and"
                                + " containers again.");
    }
}
