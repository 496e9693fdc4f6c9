package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.views.AuditedViews;
import java.util.List;

/** One rule that must hold in an installation. Pure. */
public interface Check {
    /** The violations of the rule; empty if it holds. */
    List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines);
}
