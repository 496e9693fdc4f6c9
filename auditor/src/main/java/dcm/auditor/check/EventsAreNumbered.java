package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.views.AuditedViews;
import java.util.ArrayList;
import java.util.List;

/** The events of each aggregate are numbered 1, 2, 3 without gaps, and each event fits those before it. */
final class EventsAreNumbered implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        List<AuditFinding> findings = new ArrayList<>(log.inconsistencies());
        log.numberings().forEach((aggregate, numbering) -> {
            if (!numbering.missing().isEmpty()) {
                findings.add(new AuditFinding(
                        FindingKind.SEQUENCE_MISSING,
                        aggregate.value(),
                        "The events with the sequence numbers %s are missing; the newest number is %d."
                                .formatted(numbering.missing(), numbering.last())));
            }
            if (!numbering.doubled().isEmpty()) {
                findings.add(new AuditFinding(
                        FindingKind.SEQUENCE_DOUBLED,
                        aggregate.value(),
                        "Several events have the same sequence number: %s.".formatted(numbering.doubled())));
            }
        });
        return findings;
    }
}
