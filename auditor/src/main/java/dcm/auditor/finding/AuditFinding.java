package dcm.auditor.finding;

/**
 * One difference.
 *
 * @param subject what it is about, such as {@code container/0123456789abcdef}
 * @param sentence what was found
 */
public record AuditFinding(FindingKind kind, String subject, String sentence) {
    /** Whether the other finding is about the same difference, found at another time. */
    public boolean isSameAs(AuditFinding other) {
        return kind == other.kind && subject.equals(other.subject);
    }
}
