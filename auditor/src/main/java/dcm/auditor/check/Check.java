package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngine;
import dcm.auditor.finding.Finding;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.views.AuditedViews;
import java.util.List;

/** One rule that must hold in an installation. Pure. */
public interface Check {
    /** All checks. */
    List<Check> ALL = List.of(
            new IntentsEndOnce(),
            new EventsAreNumbered(),
            new RecordsAreAnsweredOnce(),
            new OrdersFollowEvents(),
            new DesiredStateFollowsEvents(),
            new PortsAreHeldOnce(),
            new QuotasAreKept(),
            new UsageIsExact(),
            new ViewsAreCurrent(),
            new IntentRowsMatch(),
            new ContainerRowsMatch(),
            new PortRowsMatch(),
            new ImageRowsMatch(),
            new EngineMatchesLog(),
            new ContainersMatchSpec());

    /** The violations of the rule; empty if it holds. */
    List<Finding> check(AuditedLog log, AuditedViews views, AuditedEngine engine);
}
