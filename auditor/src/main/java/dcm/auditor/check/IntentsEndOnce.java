package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.IntentAnswer;
import dcm.auditor.log.RecordedIntent;
import dcm.auditor.views.AuditedViews;
import dcm.contract.envelope.LogPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Each recorded intent has exactly one terminal event, or one for each container of a batch; and each answer has its intent. */
final class IntentsEndOnce implements Check {
    /** Longer than a restart of admission. */
    private static final Duration DECISION = Duration.ofMinutes(5);

    /** Longer than admission waits for an outcome after its deadline. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        List<AuditFinding> findings = new ArrayList<>();
        log.intents().values().forEach(intent -> check(log, intent).ifPresent(findings::add));
        log.answers().values().stream()
                .filter(answer -> !log.intents().containsKey(answer.intent())
                        && !answer.partOfRemoval()
                        && !isFromUnreadable(log, answer.input()))
                .map(answer -> new AuditFinding(
                        FindingKind.ANSWER_WITHOUT_INTENT,
                        "intent/" + answer.intent(),
                        "%d event(s) of %s refer to the request, but it is not in dcm.intents."
                                .formatted(answer.events(), answer.aggregate())))
                .forEach(findings::add);
        return findings;
    }

    private static boolean isFromUnreadable(AuditedLog log, @Nullable LogPosition input) {
        return input != null && log.withoutAnswer().contains(input);
    }

    private static Optional<AuditFinding> check(AuditedLog log, RecordedIntent intent) {
        IntentAnswer answer = log.answers().get(intent.id());
        if (answer == null) {
            return undecided(log, intent);
        }
        if (answer.ends() > answer.expectedEnds()) {
            return finding(
                    FindingKind.INTENT_ENDED_TWICE,
                    intent,
                    "has %d outcomes and should have %d.".formatted(answer.ends(), answer.expectedEnds()));
        }
        return answer.isOver() ? Optional.empty() : underWay(log.readAt(), intent, answer);
    }

    private static Optional<AuditFinding> undecided(AuditedLog log, RecordedIntent intent) {
        if (log.withoutAnswer().containsAll(intent.positions())) {
            return Optional.empty();
        }
        if (intent.positions().stream().anyMatch(log.quarantined()::contains)) {
            return finding(FindingKind.PENDING_INTENT, intent, "is in quarantine. 'dcm log ls' lists its record.");
        }
        Duration age = Duration.between(intent.recordedAt(), log.readAt());
        return age.compareTo(DECISION) < 0
                ? finding(FindingKind.PENDING_INTENT, intent, "was recorded %d s ago.".formatted(age.toSeconds()))
                : finding(
                        FindingKind.UNDECIDED_INTENT,
                        intent,
                        "was recorded at %s, but no event accepts or rejects it.".formatted(intent.recordedAt()));
    }

    private static Optional<AuditFinding> underWay(Instant now, RecordedIntent intent, IntentAnswer answer) {
        Instant deadline = answer.deadline();
        if (answer.withoutDeadline() || deadline != null && now.isBefore(deadline.plus(GRACE))) {
            return finding(
                    FindingKind.PENDING_INTENT,
                    intent,
                    deadline == null || answer.withoutDeadline()
                            ? "was recorded at %s, is not finished, and has no deadline.".formatted(intent.recordedAt())
                            : "is not finished; its deadline is %s.".formatted(deadline));
        }
        return finding(
                FindingKind.UNENDED_INTENT,
                intent,
                "has %d of %d outcomes%s."
                        .formatted(
                                answer.ends(),
                                answer.expectedEnds(),
                                deadline == null ? "" : ", and its deadline was " + deadline));
    }

    private static Optional<AuditFinding> finding(FindingKind kind, RecordedIntent intent, String what) {
        return Optional.of(new AuditFinding(
                kind,
                "intent/" + intent.id(),
                "The request '%s' of %s %s".formatted(intent.kind(), intent.aggregate(), what)));
    }
}
