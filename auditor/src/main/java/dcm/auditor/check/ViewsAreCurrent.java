package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.Numbering;
import dcm.auditor.views.AuditedViews;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The views have caught up with the log, for each owner. */
final class ViewsAreCurrent implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        if (views.behind()) {
            return List.of(new AuditFinding(
                    FindingKind.VIEWS_BEHIND,
                    "views",
                    "The views do not reach the end of the log, so their rows are not compared."
                            + " 'dcm status' shows whether projection-service is healthy."));
        }
        Map<String, Numbering> owners = log.numberings().entrySet().stream()
                .filter(entry -> entry.getKey().isOwner())
                .collect(Collectors.toMap(entry -> entry.getKey().owner().value(), Map.Entry::getValue));
        return Rows.compare(
                "owner-position",
                owners,
                views.sequences(),
                (numbering, sequence) -> Rows.difference("the newest event", numbering.last(), sequence)
                        .toList());
    }
}
