package dcm.worker.doctor;

import static dcm.worker.doctor.Findings.ok;
import static dcm.worker.doctor.Findings.warning;

import dcm.contract.identity.PortRange;
import dcm.contract.report.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Checks the kernel's settings. Pure. */
final class KernelChecks {
    private KernelChecks() {}

    static List<Finding> of(HostFacts host) {
        return List.of(reservedPorts(host), kernelLimits(host), metrics(host));
    }

    private static Finding reservedPorts(HostFacts host) {
        PortRange ephemeral = host.ephemeralPorts();
        PortRange ssh = host.sshPorts();
        boolean reserved = Arrays.asList(host.reservedPorts().split(",")).contains(ssh.first() + "-" + ssh.last());
        return ephemeral == null || !ephemeral.overlaps(ssh) || reserved
                ? ok("reserved-ports", "The kernel does not use the SSH ports " + ssh + " for outgoing connections.")
                : warning(
                        "reserved-ports",
                        "The SSH ports " + ssh + " overlap the kernel's range for outgoing connections (" + ephemeral
                                + "), so an outgoing connection can occupy an SSH port.",
                        "Run: sysctl -w net.ipv4.ip_local_reserved_ports=" + ssh.first() + "-" + ssh.last());
    }

    private static Finding metrics(HostFacts host) {
        String controllers = String.join(" ", host.unmountedControllers());
        return controllers.isEmpty()
                ? ok("metrics", "Docker can read the usage of containers.")
                : warning(
                        "metrics",
                        "Docker cannot read the CPU and memory usage of containers (\"no metrics received\"), because these"
                                + " controllers of cgroups version 1 are active but not mounted: " + controllers
                                + ". A privileged container in which systemd ran has activated them.",
                        "Remove such containers, then reboot the host. To deactivate the controllers without a reboot, for"
                                + " each of them: mount it in an empty directory (mount -t cgroup -o CONTROLLER cgroup DIR),"
                                + " remove the directories in it, and unmount it.");
    }

    private static Finding kernelLimits(HostFacts host) {
        if (host.lowLimits().isEmpty()) {
            return ok("kernel-limits", "The kernel limits that all containers share are high enough.");
        }
        String detail = host.lowLimits().stream()
                .map(low -> low.limit().name() + " is " + low.value() + " ("
                        + low.limit().reason() + ")")
                .collect(Collectors.joining("; "));
        String remedy = host.lowLimits().stream()
                .map(low -> low.limit().name() + "=" + low.limit().minimum())
                .collect(Collectors.joining(" "));
        return warning(
                "kernel-limits",
                "All containers share these kernel limits, which are too low: " + detail + ".",
                "Run: sysctl -w " + remedy);
    }
}
