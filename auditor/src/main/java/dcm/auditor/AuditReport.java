package dcm.auditor;

import dcm.auditor.finding.AuditFinding;
import java.util.List;

/**
 * The result of an audit.
 *
 * @param findings damage first
 * @param intents number of recorded requests that were checked
 * @param events number of events that were checked
 * @param containers number of containers in the log
 * @param answers number of compared answers that clients received
 */
public record AuditReport(List<AuditFinding> findings, int intents, long events, int containers, int answers) {
    public AuditReport {
        findings = List.copyOf(findings);
    }

    /** Whether there is no damage. */
    public boolean isClean() {
        return damage().isEmpty();
    }

    /** The findings that are damage. */
    public List<AuditFinding> damage() {
        return findings.stream().filter(finding -> finding.kind().isDamage()).toList();
    }
}
