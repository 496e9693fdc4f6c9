package dcm.command.placement;

import dcm.contract.identity.Cpus;
import dcm.contract.identity.HostLabel;
import dcm.contract.problem.HostRefusal;
import dcm.contract.problem.HostRefusal.Reason;
import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.contract.report.HostCapacity;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rules that exclude a host, in the order in which they are checked. The first that applies is reported. */
final class HostRules {
    private static final List<Rule> RULES = List.of(
            HostRules::requested,
            HostRules::home,
            HostRules::refused,
            HostRules::silent,
            HostRules::cordoned,
            HostRules::disconnected,
            HostRules::labels,
            HostRules::image,
            HostRules::address,
            HostRules::size,
            HostRules::full,
            HostRules::fullForOwner);

    private HostRules() {}

    private interface Rule {
        Optional<HostRefusal> refusal(HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster);
    }

    /** Why a host cannot take {@code count} such containers; empty if it can. */
    static Optional<HostRefusal> refusal(HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        for (Rule rule : RULES) { // not a stream, because each placement checks all hosts
            Optional<HostRefusal> refusal = rule.refusal(host, needs, count, cluster);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static Optional<HostRefusal> requested(
            HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        return needs.request().host() == null
                        || host.name().equals(needs.request().host())
                ? Optional.empty()
                : refuse(host, Reason.NOT_REQUESTED, "not the requested host");
    }

    private static Optional<HostRefusal> home(HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        return needs.home() == null || host.name().equals(needs.home())
                ? Optional.empty()
                : refuse(
                        host, Reason.NOT_HOME_HOST, "not your home host; your home directories are on " + needs.home());
    }

    private static Optional<HostRefusal> refused(HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        return needs.refusals().stream()
                .filter(refusal -> refusal.host().equals(host.name()))
                .findFirst();
    }

    private static Optional<HostRefusal> silent(HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        return cluster.silent().contains(host.name())
                ? refuse(host, Reason.SILENT, "silent since " + host.lastSeen())
                : Optional.empty();
    }

    private static Optional<HostRefusal> cordoned(HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        Cordon cordon = host.cordon();
        return cordon == null
                ? Optional.empty()
                : refuse(
                        host,
                        Reason.CORDONED,
                        (cordon.drainAt() == null ? "cordoned" : "draining")
                                + (cordon.reason() == null ? "" : " (" + cordon.reason() + ")"));
    }

    /** The engine is not in the swarm of the hosts, so a container could not start. */
    private static Optional<HostRefusal> disconnected(
            HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        List<Finding> findings = host.report().findings();
        return findings == null
                ? Optional.empty()
                : findings.stream()
                        .filter(finding -> finding.check().equals(Finding.SWARM) && finding.level() == Level.PROBLEM)
                        .findFirst()
                        .flatMap(finding -> refuse(
                                host,
                                Reason.REFUSED,
                                "not connected to the networks across hosts; tell an administrator"));
    }

    private static Optional<HostRefusal> labels(HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        List<HostLabel> missing = needs.request().on().stream()
                .filter(label -> !host.labels().contains(label))
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : refuse(
                        host,
                        Reason.LABEL_MISSING,
                        (missing.size() == 1 ? "lacks the label " : "lacks the labels ")
                                + missing.stream().map(HostLabel::value).collect(Collectors.joining(", ")));
    }

    private static Optional<HostRefusal> image(HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        return needs.image().on(host).isPresent()
                ? Optional.empty()
                : refuse(host, Reason.IMAGE_MISSING, needs.image().absence());
    }

    private static Optional<HostRefusal> address(HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        return needs.address() == null || host.report().aliases().contains(needs.address())
                ? Optional.empty()
                : refuse(host, Reason.ADDRESS_MISSING, "lacks the address " + needs.address());
    }

    private static Optional<HostRefusal> size(HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        HostReported report = host.report();
        if (needs.limits().memoryMiB() > report.memoryMiB()) {
            return refuse(
                    host,
                    Reason.TOO_SMALL,
                    "not enough memory: " + needs.limits().memoryMiB() + " MiB requested, the host has "
                            + report.memoryMiB() + " MiB");
        }
        return needs.limits().milliCpus() > report.milliCpus()
                ? refuse(
                        host,
                        Reason.TOO_SMALL,
                        "not enough CPUs: " + Cpus.ofThousandths(needs.limits().milliCpus())
                                + " requested, the host has " + Cpus.ofThousandths(report.milliCpus()))
                : Optional.empty();
    }

    private static Optional<HostRefusal> full(HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        // Containers under way are not counted, because the last heartbeat may already include them. If the host is
        // full, its worker rejects the container.
        if (new FreeCapacity(host.report()).slots() >= count) {
            return Optional.empty();
        }
        HostCapacity capacity = host.report().capacity();
        int containers = host.report().containers();
        return refuse(
                host,
                Reason.FULL,
                capacity != null && capacity.maxContainers() != null && containers + count > capacity.maxContainers()
                        ? "full: " + containers + " of " + capacity.maxContainers() + " containers"
                        : "full: no SSH port of " + host.report().sshPorts() + " is free for "
                                + (count == 1 ? "another container" : count + " more containers"));
    }

    /** The owner's network has no address for another container. */
    private static Optional<HostRefusal> fullForOwner(
            HostSnapshot host, ContainerNeeds needs, int count, Cluster cluster) {
        HostCapacity capacity = host.report().capacity();
        int owned = needs.owned().getOrDefault(host.name(), 0);
        return capacity == null
                        || capacity.maxContainersPerOwner() == null
                        || owned + count <= capacity.maxContainersPerOwner()
                ? Optional.empty()
                : refuse(
                        host,
                        Reason.FULL,
                        "full for you: " + owned + " of " + capacity.maxContainersPerOwner()
                                + " containers of one owner" + (count == 1 ? "" : ", " + count + " more requested"));
    }

    private static Optional<HostRefusal> refuse(HostSnapshot host, Reason reason, String detail) {
        return Optional.of(new HostRefusal(host.name(), reason, detail));
    }
}
