package dcm.auditor;

import dcm.auditor.check.Checks;
import dcm.auditor.engine.AuditedEngine;
import dcm.auditor.engine.EngineSource;
import dcm.auditor.finding.AuditFailure;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.LogSource;
import dcm.auditor.views.AuditedViews;
import dcm.auditor.views.ViewsSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Audits an installation while it runs. What is under way looks like damage for a moment, so findings count only if they are still
 * there in a second audit.
 */
public final class Auditor {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final LogSource logSource;
    private final ViewsSource viewsSource;
    private final EngineSource engineSource;

    public Auditor(AuditSettings settings) {
        this.logSource = new LogSource(settings.kafka());
        this.viewsSource = new ViewsSource(settings.jdbcUrl(), settings.databaseUser(), settings.databasePassword());
        this.engineSource = new EngineSource(settings.installation(), settings.dockerHost(), settings.hostName());
    }

    /**
     * Reads everything and compares it.
     *
     * @throws AuditFailure if a part of the installation does not answer
     */
    public AuditReport audit() throws InterruptedException {
        AuditReport first = auditOnce();
        if (first.isClean()) {
            return first;
        }
        Thread.sleep(PAUSE);
        AuditReport second = auditOnce();
        List<AuditFinding> lasting = second.findings().stream()
                .filter(finding ->
                        !finding.kind().isDamage() || first.findings().stream().anyMatch(finding::isSameAs))
                .toList();
        return new AuditReport(lasting, second.intents(), second.events(), second.containers());
    }

    /** The views are read before the log, and the log exactly up to the views' positions, so that both must agree. */
    private AuditReport auditOnce() throws InterruptedException {
        Map<TopicPartition, Long> ends = logSource.ends();
        AuditedViews views = viewsSource.read(ends);
        AuditedLog log = logSource.read(views.behind() ? ends : views.positions());
        AuditedEngine engine = engineSource.read();
        return compare(log, views, engine);
    }

    /** All findings of all checks, damage first. */
    static AuditReport compare(AuditedLog log, AuditedViews views, AuditedEngine engine) {
        List<AuditFinding> findings = Checks.ALL.stream()
                .flatMap(check -> check.check(log, views, engine).stream())
                .sorted(Comparator.comparing(
                                (AuditFinding finding) -> !finding.kind().isDamage())
                        .thenComparing(AuditFinding::kind)
                        .thenComparing(AuditFinding::subject))
                .toList();
        return new AuditReport(
                findings,
                log.intents().size(),
                log.eventCount(),
                log.containers().size());
    }
}
