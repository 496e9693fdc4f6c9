package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.views.AuditedViews;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The port view has exactly the published ports of all containers. */
final class PortRowsMatch implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        if (views.behind()) {
            return List.of();
        }
        Map<String, String> expected = new HashMap<>();
        log.containers()
                .values()
                .forEach(container -> container
                        .ports()
                        .forEach(port -> expected.put(
                                "%s/%s:%s/%s"
                                        .formatted(
                                                container.id(),
                                                port.address(),
                                                port.port().number(),
                                                port.port().protocol()),
                                container.owner().value())));
        Map<String, String> rows = new HashMap<>();
        views.ports()
                .forEach(row -> rows.put(
                        "%s/%s:%d/%s".formatted(row.container(), row.address(), row.number(), row.protocol()),
                        row.owner()));
        return Rows.compare(
                "port-row",
                expected,
                rows,
                (owner, shown) -> Rows.difference("the owner", owner, shown).toList());
    }
}
