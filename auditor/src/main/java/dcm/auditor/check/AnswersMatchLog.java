package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.IntentAnswer;
import dcm.auditor.log.RecordedOutcome;
import dcm.auditor.received.ReceivedAnswer;
import dcm.auditor.received.ReceivedAnswer.Result;
import dcm.auditor.received.ReceivedAnswer.State;
import dcm.auditor.views.AuditedViews;
import dcm.contract.problem.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The log has each intent about which a client received an answer, with the outcome that the answer states. */
public final class AnswersMatchLog implements Check {
    private final List<ReceivedAnswer> received;

    /** @param received answers that clients received before the log was read */
    public AnswersMatchLog(List<ReceivedAnswer> received) {
        this.received = List.copyOf(received);
    }

    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        return received.stream()
                .filter(answer -> answer.result().state() != State.UNCERTAIN)
                .flatMap(answer -> check(log, answer))
                .distinct()
                .toList();
    }

    private static Stream<AuditFinding> check(AuditedLog log, ReceivedAnswer answer) {
        IntentAnswer events = log.answers().get(answer.intent());
        boolean derived = events != null && events.partOfRemoval();
        if (!log.intents().containsKey(answer.intent()) && !derived) {
            if (ErrorCode.DISCARDED.code().equals(answer.result().code())) {
                return Stream.empty(); // its record could not be decoded, and an administrator discarded it
            }
            return Stream.of(finding(
                    FindingKind.ACKNOWLEDGED_INTENT_MISSING,
                    answer,
                    "A client received the answer %s, but the request is not in dcm.intents."
                            .formatted(words(answer.result()))));
        }
        return differences(answer, events)
                .map(difference -> finding(
                        FindingKind.ANSWER_DIFFERS,
                        answer,
                        "A client received the answer %s, but %s.".formatted(words(answer.result()), difference)));
    }

    private static Stream<String> differences(ReceivedAnswer answer, @Nullable IntentAnswer events) {
        if (answer.result().state() == State.RECORDED) {
            return Stream.empty();
        }
        if (events == null) {
            return Stream.of("no event accepts or rejects the request");
        }
        if (!answer.result().isOutcome()) {
            boolean onlyRejected =
                    events.events() == 1 && events.outcomes().stream().anyMatch(RecordedOutcome::rejection);
            return onlyRejected ? Stream.of("admission rejected the request") : Stream.empty();
        }
        if (events.ends() != events.expectedEnds()) {
            return Stream.of("the request has %d of %d outcomes".formatted(events.ends(), events.expectedEnds()));
        }
        return answer.containers().isEmpty() && events.ends() == 1
                ? differences(answer.result(), events.outcomes().getFirst())
                : differencesOfBatch(answer, events.outcomes());
    }

    private static Stream<String> differencesOfBatch(ReceivedAnswer answer, List<RecordedOutcome> outcomes) {
        State logged = outcomes.stream().allMatch(outcome -> outcome.code() == null) ? State.DONE : State.FAILED;
        return Stream.concat(
                Rows.difference(
                        "the state of all containers", logged, answer.result().state()),
                answer.containers().stream().flatMap(result -> ofContainer(result, outcomes)));
    }

    private static Stream<String> ofContainer(Result result, List<RecordedOutcome> outcomes) {
        List<RecordedOutcome> own = outcomes.stream()
                .filter(outcome -> Objects.equals(outcome.container(), result.container()))
                .toList();
        return own.size() == 1
                ? differences(result, own.getFirst())
                : Stream.of("the container %s has %d outcomes".formatted(result.container(), own.size()));
    }

    private static Stream<String> differences(Result result, RecordedOutcome outcome) {
        return Stream.of(
                        isSameCode(result.code(), outcome.code())
                                ? Stream.<String>empty()
                                : Rows.difference("the error code", code(outcome.code()), result.code()),
                        ifStated("the container", outcome.container(), result.container()),
                        ifStated("the SSH address", outcome.ssh(), result.ssh()),
                        ifStated("the image", outcome.imageDigest(), result.imageDigest()))
                .flatMap(Function.identity());
    }

    /** If the account in the request does not exist, the API returns another code to administrators. */
    private static boolean isSameCode(@Nullable String stated, @Nullable ErrorCode logged) {
        return logged == ErrorCode.NO_ACCOUNT && ErrorCode.NOT_FOUND.code().equals(stated)
                || Objects.equals(stated, code(logged));
    }

    private static @Nullable String code(@Nullable ErrorCode code) {
        return code == null ? null : code.code();
    }

    /** Not every answer has every value, and a transfer's answer names the receiver's container. */
    private static Stream<String> ifStated(String what, @Nullable String logged, @Nullable String stated) {
        return logged == null || stated == null ? Stream.empty() : Rows.difference(what, logged, stated);
    }

    private static String words(Result result) {
        return result.state() + (result.code() == null ? "" : " (" + result.code() + ")");
    }

    private static AuditFinding finding(FindingKind kind, ReceivedAnswer answer, String sentence) {
        return new AuditFinding(kind, "intent/" + answer.intent(), sentence);
    }
}
