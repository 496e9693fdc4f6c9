package dcm.auditor;

import dcm.auditor.finding.AuditFinding;
import java.util.List;

/**
 * The result of an audit.
 *
 * @param findings damage first
 * @param intents how many recorded requests were checked
 * @param events how many events were checked
 * @param containers how many containers the log has
 * @param answers how many answers that clients received were compared
 */
public record AuditReport(List<AuditFinding> findings, int intents, long events, int containers, int answers) {
    public AuditReport {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is damaged. */
    public boolean isClean() {
        return damage().isEmpty();
    }

    /** The findings that are damage. */
    public List<AuditFinding> damage() {
        return findings.stream().filter(finding -> finding.kind().isDamage()).toList();
    }
}
