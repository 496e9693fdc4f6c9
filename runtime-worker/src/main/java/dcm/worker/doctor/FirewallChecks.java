package dcm.worker.doctor;

import static dcm.worker.doctor.Findings.ok;
import static dcm.worker.doctor.Findings.warning;

import dcm.contract.report.Finding;
import dcm.worker.engine.EngineConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks the rules that keep containers from services of the host and from each other. Pure. */
final class FirewallChecks {
    /** The first version that restores its rules after a reload of firewalld. */
    private static final int[] FIREWALLD = {28, 3, 3};

    private FirewallChecks() {}

    static List<Finding> of(EngineConfiguration engine, HostFacts host) {
        return Stream.concat(Stream.of(rules(host)), firewalld(engine, host).stream())
                .toList();
    }

    /** @param tables of workers that are not on this host any more */
    static Optional<Finding> abandonedTables(List<String> tables) {
        return tables.isEmpty()
                ? Optional.empty()
                : Optional.of(warning(
                        "firewall-tables",
                        "This host has firewall tables of DCM workers that do not run, and whose containers its Docker"
                                + " Engine does not have: " + String.join(", ", tables)
                                + ". They can drop packets of other containers and programs.",
                        "Unless these workers are only stopped and use another Docker Engine of this machine, run: "
                                + tables.stream()
                                        .map(table -> "nft delete table inet " + table)
                                        .collect(Collectors.joining("; "))));
    }

    private static Finding rules(HostFacts host) {
        return host.firewallProblem() == null
                ? ok("firewall", "Containers can reach only published container ports on this host.")
                : warning(
                        "firewall",
                        "DCM cannot load its firewall rules, so containers can reach services of this host that listen"
                                + " on all addresses: " + host.firewallProblem() + ".",
                        "Fix the reported error. Check that nftables is installed.");
    }

    private static Optional<Finding> firewalld(EngineConfiguration engine, HostFacts host) {
        return host.firewalld() && VersionChecks.isBefore(engine.version(), FIREWALLD)
                ? Optional.of(warning(
                        "firewalld",
                        "firewalld is running. When firewalld is reloaded, Docker before 28.3.3 does not restore the"
                                + " rules that isolate networks from each other (CVE-2025-54410) and loopback ports"
                                + " from other machines (CVE-2025-54388).",
                        "Update Docker to 28.3.3 or newer, or stop firewalld, or restart Docker after each reload of"
                                + " firewalld."))
                : Optional.empty();
    }
}
