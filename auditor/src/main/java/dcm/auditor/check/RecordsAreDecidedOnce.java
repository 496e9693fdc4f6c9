package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.views.AuditedViews;
import java.util.List;

/** No intent and no report is decided twice. */
final class RecordsAreDecidedOnce implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        return log.decidedTwice().stream()
                .distinct()
                .map(record -> new AuditFinding(
                        FindingKind.INPUT_DECIDED_TWICE, record.toString(), "This record was decided more than once."))
                .toList();
    }
}
