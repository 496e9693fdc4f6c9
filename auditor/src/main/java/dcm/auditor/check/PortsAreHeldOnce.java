package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.RecordedContainer;
import dcm.auditor.log.RecordedContainer.Phase;
import dcm.auditor.views.AuditedViews;
import dcm.contract.identity.SshEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** No two containers hold the same port: not in the log, and not in the engine. */
final class PortsAreHeldOnce implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        Map<String, List<String>> holders = new TreeMap<>();
        log.containers().values().stream()
                .filter(container -> container.phase() != Phase.LOST) // whose ports are free again
                .forEach(container -> ports(container)
                        .forEach(port -> holders.computeIfAbsent(
                                        "port/" + container.host() + "/" + port, key -> new ArrayList<>())
                                .add(container.id().value())));
        Map<String, List<String>> bound = new TreeMap<>();
        engines.read()
                .forEach(engine -> engine.containers()
                        .values()
                        .forEach(container -> container
                                .published()
                                .forEach(port -> bound.computeIfAbsent(
                                                "port/" + engine.hostName() + "/" + port.place(),
                                                key -> new ArrayList<>())
                                        .add(container.id().value()))));
        return Stream.concat(doubled(holders, "in the log"), doubled(bound, "in Docker"))
                .toList();
    }

    private static Stream<String> ports(RecordedContainer container) {
        SshEndpoint ssh = container.ssh();
        return Stream.concat(
                ssh == null ? Stream.empty() : Stream.of(ssh.address() + ":" + ssh.port() + "/tcp"),
                container.ports().stream()
                        .map(port -> port.address() + ":" + port.port().number() + "/"
                                + port.port().protocol()));
    }

    private static Stream<AuditFinding> doubled(Map<String, List<String>> holders, String where) {
        return holders.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> new AuditFinding(
                        FindingKind.PORT_HELD_TWICE,
                        entry.getKey(),
                        "The containers %s have this port %s.".formatted(String.join(", ", entry.getValue()), where)));
    }
}
