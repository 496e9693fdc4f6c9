package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.OrderId;
import dcm.auditor.log.RecordedContainer;
import dcm.auditor.views.AuditedViews;
import java.util.ArrayList;
import java.util.List;

/** Each event that requires an order has exactly one, and each order of an existing container has its event. */
final class OrdersFollowEvents implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        List<AuditFinding> findings = new ArrayList<>();
        log.ordered().stream()
                .filter(order -> !log.orders().containsKey(order))
                .map(order -> new AuditFinding(
                        FindingKind.ORDER_MISSING,
                        order.toString(),
                        "An event requires this order, but it is not in dcm.orders."))
                .forEach(findings::add);
        log.orders().forEach((order, count) -> {
            if (count > 1) {
                findings.add(new AuditFinding(
                        FindingKind.ORDER_DOUBLED, order.toString(), "It is %d times in dcm.orders.".formatted(count)));
            }
            if (isUnordered(log, order)) {
                findings.add(new AuditFinding(
                        FindingKind.ORDER_WITHOUT_EVENT,
                        order.toString(),
                        "It is in dcm.orders, but no event requires it."));
            }
        });
        return findings;
    }

    private static boolean isUnordered(AuditedLog log, OrderId order) {
        RecordedContainer container = log.containers().get(order.container());
        return container != null && order.number() > container.ordered();
    }
}
