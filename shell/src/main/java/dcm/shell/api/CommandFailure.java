package dcm.shell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.contract.view.IntentStatus;
import dcm.shell.document.ProblemDocument;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ends a command with an exit code and a message for the user. */
public final class CommandFailure extends RuntimeException {
    /** The problem code of a failure to connect to the server. */
    public static final String UNREACHABLE = "unreachable";

    /** The problem code of a server whose certificate is not accepted. */
    public static final String NOT_TRUSTED = "certificate-not-accepted";

    /** Problem codes that leave open whether the request was carried out. */
    private static final Set<String> MAY_BE_DONE = Set.of("log-unreachable", "service-unanswered");

    private final ExitCode exit;
    private final JsonNode problem;
    private final @Nullable Duration retryAfter;

    public CommandFailure(ExitCode exit, String sentence) {
        this(exit, sentence, JsonNodeFactory.instance.objectNode().put("detail", sentence), null);
    }

    private CommandFailure(ExitCode exit, String sentence, JsonNode problem, @Nullable Duration retryAfter) {
        super(sentence, null, false, false);
        this.exit = exit;
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    /** Creates a failure of this program itself, before the API received the request. */
    public static CommandFailure withCode(String code, String sentence) {
        return new CommandFailure(
                ExitCode.FAILED,
                sentence,
                JsonNodeFactory.instance.objectNode().put("code", code).put("detail", sentence),
                null);
    }

    /** Creates a failure from a problem document (RFC 9457) of the API. */
    static CommandFailure of(int status, ProblemDocument read, JsonNode problem, @Nullable Duration retryAfter) {
        return new CommandFailure(
                exit(status, read.code()),
                detail(read, "DCM answered with status " + status + "."),
                problem,
                retryAfter);
    }

    /**
     * Creates a failure from an intent that was rejected or failed.
     *
     * @param status the status of the intent, or of one of its containers
     * @param read the reason
     * @param problem the same, as the API sent it
     */
    public static CommandFailure ofIntent(String status, ProblemDocument read, JsonNode problem) {
        return new CommandFailure(
                IntentStatus.REJECTED.is(status) ? ExitCode.REFUSED : ExitCode.FAILED,
                detail(read, "The request failed."),
                problem,
                null);
    }

    private static String detail(ProblemDocument problem, String otherwise) {
        return problem.detail().isEmpty() ? otherwise : problem.detail();
    }

    private static ExitCode exit(int status, String code) {
        if (status < 500) {
            return ExitCode.REFUSED;
        }
        return MAY_BE_DONE.contains(code) ? ExitCode.UNKNOWN : ExitCode.FAILED;
    }

    /** Whether no connection was made, so that nothing was sent. */
    public boolean isUnreachable() {
        return problem.path("code").asText().equals(UNREACHABLE);
    }

    public ExitCode exit() {
        return exit;
    }

    /** The problem document of the API, or an object with a {@code detail} field. */
    public JsonNode problem() {
        return problem;
    }

    /** How long to wait before the same request, if DCM asks to repeat it. */
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The message for the user. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
