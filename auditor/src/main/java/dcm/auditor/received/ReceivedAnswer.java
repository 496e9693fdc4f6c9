package dcm.auditor.received;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.problem.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the REST API that names an intent.
 *
 * @param containers the result of each container, if the intent has several
 */
public record ReceivedAnswer(String intent, Result result, List<Result> containers) {
    /** Errors after which the request may not be recorded. */
    private static final Set<String> UNCERTAIN =
            Set.of(ErrorCode.LOG_UNREACHABLE.code(), ErrorCode.VIEW_UNREACHABLE.code());

    public ReceivedAnswer {
        containers = List.copyOf(containers);
    }

    /** What the answer says about the intent. */
    public enum State {
        /** The answer promises nothing. */
        UNCERTAIN,
        RECORDED,
        ACCEPTED,
        DONE,
        /** Rejected or failed. */
        FAILED
    }

    /**
     * The result of the intent, or of one of its containers.
     *
     * @param code why it was rejected or failed
     * @param ssh {@code address:port}
     */
    public record Result(
            State state,
            @Nullable String code,
            @Nullable String container,
            @Nullable String ssh,
            @Nullable String imageDigest) {
        /** Whether the intent has ended. */
        public boolean isOutcome() {
            return state == State.DONE || state == State.FAILED;
        }
    }

    /** The answer in the body of a response; empty if the body names no intent or is about something else. */
    public static Optional<ReceivedAnswer> of(JsonNode body) {
        String intent = text(body, "intent");
        if (intent == null) {
            return Optional.empty();
        }
        return result(body)
                .map(result -> new ReceivedAnswer(
                        intent,
                        result,
                        body.path("containers")
                                .valueStream()
                                .flatMap(member -> result(member).stream())
                                .toList()));
    }

    private static Optional<Result> result(JsonNode body) {
        String problem = text(body, "code"); // of a problem document
        if (problem != null) {
            return Optional.of(new Result(stateOf(problem), problem, null, null, null));
        }
        return state(body)
                .map(state -> new Result(
                        state,
                        text(body.path("problem"), "code"),
                        text(body, "container"),
                        ssh(body.path("ssh")),
                        text(body, "imageDigest")));
    }

    private static State stateOf(String problem) {
        if (UNCERTAIN.contains(problem)) {
            return State.UNCERTAIN;
        }
        // The answer names the earlier intent with the same key; the problem is not that intent's outcome.
        return problem.equals(ErrorCode.KEY_REUSED.code()) ? State.RECORDED : State.FAILED;
    }

    private static Optional<State> state(JsonNode body) {
        return switch (body.path("status").asText(body.path("state").asText())) {
            case "recorded" -> Optional.of(State.RECORDED);
            case "accepted", "launched", "under-way" -> Optional.of(State.ACCEPTED);
            case "done" -> Optional.of(State.DONE);
            case "rejected", "failed" -> Optional.of(State.FAILED);
            default -> Optional.empty();
        };
    }

    private static @Nullable String ssh(JsonNode endpoint) {
        return endpoint.isObject()
                ? endpoint.path("address").asText() + ":"
                        + endpoint.path("port").asInt()
                : null;
    }

    private static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() ? value.asText() : null;
    }
}
