package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngine;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.views.AuditedViews;
import java.util.List;

/** No intent and no report is decided twice. */
final class RecordsAreAnsweredOnce implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngine engine) {
        return log.answeredTwice().stream()
                .distinct()
                .map(record -> new AuditFinding(
                        FindingKind.INPUT_ANSWERED_TWICE,
                        record.toString(),
                        "More than one decision answers this record."))
                .toList();
    }
}
