package dcm.worker.doctor;

import dcm.contract.report.Finding;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.swarm.SwarmFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All checks of the doctor command. Pure. */
final class HostChecks {
    private HostChecks() {}

    static List<Finding> of(EngineConfiguration engine, HostFacts host, SwarmFacts swarm) {
        return Stream.of(
                        VersionChecks.of(engine, host),
                        EngineChecks.of(engine, swarm),
                        StorageChecks.of(host),
                        KernelChecks.of(host),
                        List.of(addresses(host)),
                        FirewallChecks.of(engine, host),
                        SwarmChecks.of(engine, swarm))
                .flatMap(List::stream)
                .toList();
    }

    private static Finding addresses(HostFacts host) {
        String missing = String.join(", ", host.missingAddresses());
        return missing.isEmpty()
                ? Findings.ok("addresses", "This host has all addresses on which it publishes ports.")
                : Findings.problem(
                        "addresses",
                        "This host does not have these addresses of DCM_ALIASES: " + missing
                                + ". Containers whose ports are published there cannot start, and on the first address, no"
                                + " container can be created.",
                        "Add the addresses to the host again. Or correct DCM_ALIASES and run 'dcm restart'; containers that"
                                + " exist keep their addresses, so their owners must commit them to images, and create new"
                                + " ones from these.");
    }

    /** @param containers the number of containers by installation id, for installations without a worker on this host */
    static Optional<Finding> unknownInstallations(Map<String, Integer> containers) {
        if (containers.isEmpty()) {
            return Optional.empty();
        }
        List<String> ids = containers.keySet().stream().sorted().toList();
        return Optional.of(Findings.warning(
                "unknown-installations",
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
}
