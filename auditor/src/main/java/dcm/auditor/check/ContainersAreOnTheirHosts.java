package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngine;
import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.RecordedContainer;
import dcm.auditor.views.AuditedViews;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every host can be read, and each container exists on the host of the log alone. */
final class ContainersAreOnTheirHosts implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        Stream<AuditFinding> unread = engines.unread().stream()
                .map(host -> new AuditFinding(
                        FindingKind.HOST_UNREADABLE,
                        "host/" + host.name(),
                        "The containers of the host are not compared, because its engine cannot be read: "
                                + host.reason() + "."));
        Stream<AuditFinding> hostless = log.containers().values().stream()
                .filter(container ->
                        !container.hostRemoved() && !engines.registered().contains(container.host()))
                .map(container -> new AuditFinding(
                        FindingKind.CONTAINER_WITHOUT_HOST,
                        container.subject(),
                        "According to the log, the container is %s on %s. There is no such host."
                                .formatted(container.phase(), container.host())));
        Stream<AuditFinding> elsewhere = found(engines).stream()
                .flatMap(id -> Optional.ofNullable(log.containers().get(id)).stream())
                .flatMap(container -> elsewhere(log, container, engines).stream());
        return Stream.of(unread, hostless, elsewhere).flatMap(each -> each).toList();
    }

    private static Set<ContainerId> found(AuditedEngines engines) {
        return engines.read().stream()
                .map(AuditedEngine::containers)
                .flatMap(containers -> containers.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<AuditFinding> elsewhere(
            AuditedLog log, RecordedContainer container, AuditedEngines engines) {
        List<String> hosts = engines.hostsOf(container.id()).stream()
                .filter(name -> !log.isFormer(container.id(), new HostName(name)))
                .toList();
        if (hosts.isEmpty()) { // its former host has not removed it yet
            return Optional.empty();
        }
        String host = container.host().value();
        if (hosts.size() > 1) {
            return Optional.of(new AuditFinding(
                    FindingKind.CONTAINER_DOUBLED,
                    container.subject(),
                    "It exists in Docker on %s. According to the log, its host is %s."
                            .formatted(String.join(" and ", hosts), host)));
        }
        return !container.hostRemoved() && hosts.contains(host)
                ? Optional.empty()
                : Optional.of(new AuditFinding(
                        FindingKind.CONTAINER_MISPLACED,
                        container.subject(),
                        container.hostRemoved()
                                ? "It exists in Docker on %s, but is lost with a removed host in the log."
                                        .formatted(hosts.getFirst())
                                : "It exists in Docker on %s. According to the log, its host is %s."
                                        .formatted(hosts.getFirst(), host)));
    }
}
