package dcm.auditor;

import dcm.auditor.check.AnswersMatchLog;
import dcm.auditor.check.Checks;
import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.engine.EngineSource;
import dcm.auditor.engine.EnginesSource;
import dcm.auditor.finding.AuditFailure;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.HostSource;
import dcm.auditor.log.LogSource;
import dcm.auditor.received.ReceivedAnswer;
import dcm.auditor.received.ReceivedAnswers;
import dcm.auditor.views.AuditedViews;
import dcm.auditor.views.ViewsSource;
import dcm.contract.identity.HostName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Audits an installation while it runs. A request in progress looks like damage for a moment, so damage counts only if
 * a second audit, five seconds later, finds it too.
 */
public final class Auditor {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final LogSource logSource;
    private final ViewsSource viewsSource;
    private final HostSource hostSource;
    private final EnginesSource enginesSource;

    public Auditor(AuditSettings settings) {
        this.logSource = new LogSource(settings.kafka(), settings.logArchive());
        this.viewsSource = new ViewsSource(settings.jdbcUrl(), settings.databaseUser(), settings.databasePassword());
        this.hostSource = new HostSource(settings.kafka());
        this.enginesSource = new EnginesSource(
                settings.installation(),
                new EngineSource(settings.installation(), settings.dockerHost(), settings.hostName()),
                new HostName(settings.hostName()),
                settings.otherEngines());
    }

    /**
     * Reads everything and compares it.
     *
     * @param answers a file of answers that clients received ({@link ReceivedAnswers}); null: no answers are compared
     * @throws AuditFailure if a part of the installation does not answer
     */
    public AuditReport audit(@Nullable Path answers) throws InterruptedException {
        AuditReport first = auditOnce(answers);
        if (first.isClean()) {
            return first;
        }
        Thread.sleep(PAUSE);
        AuditReport second = auditOnce(answers);
        List<AuditFinding> lasting = second.findings().stream()
                .filter(finding ->
                        !finding.kind().isDamage() || first.findings().stream().anyMatch(finding::isSameAs))
                .toList();
        return new AuditReport(lasting, second.intents(), second.events(), second.containers(), second.answers());
    }

    /**
     * Reads the answers first, so that the log must contain everything that they state. Reads the views before the log,
     * and the log exactly up to the views' positions, so that both must agree.
     */
    private AuditReport auditOnce(@Nullable Path answers) throws InterruptedException {
        List<ReceivedAnswer> received = answers == null ? List.of() : ReceivedAnswers.read(answers);
        Map<TopicPartition, Long> ends = logSource.ends();
        AuditedViews views = viewsSource.read(ends);
        AuditedLog log = logSource.read(views.behind() ? ends : views.positions());
        AuditedEngines engines = enginesSource.read(hostSource.read());
        return compare(log, views, engines, received);
    }

    /** All findings of all checks, damage first. */
    static AuditReport compare(
            AuditedLog log, AuditedViews views, AuditedEngines engines, List<ReceivedAnswer> received) {
        List<AuditFinding> findings = Stream.concat(Checks.ALL.stream(), Stream.of(new AnswersMatchLog(received)))
                .flatMap(check -> check.check(log, views, engines).stream())
                .sorted(Comparator.comparing(
                                (AuditFinding finding) -> !finding.kind().isDamage())
                        .thenComparing(AuditFinding::kind)
                        .thenComparing(AuditFinding::subject))
                .toList();
        return new AuditReport(
                findings,
                log.intents().size(),
                log.eventCount(),
                log.containers().size(),
                received.size());
    }
}
