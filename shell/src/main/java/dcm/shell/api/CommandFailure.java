package dcm.shell.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;

/** Ends a command with an exit code and a message for the user. */
public final class CommandFailure extends RuntimeException {
    /** Problem codes that leave open whether the request was carried out. */
    private static final Set<String> MAY_BE_DONE = Set.of("log-unreachable", "service-unanswered");

    private final ExitCode exit;
    private final JsonNode problem;

    public CommandFailure(ExitCode exit, String sentence) {
        this(exit, sentence, JsonNodeFactory.instance.objectNode().put("detail", sentence));
    }

    private CommandFailure(ExitCode exit, String sentence, JsonNode problem) {
        super(sentence, null, false, false);
        this.exit = exit;
        this.problem = problem;
    }

    /** Creates a failure from a problem document (RFC 9457) of the API. */
    static CommandFailure of(int status, JsonNode problem) {
        String detail = problem.path("detail").asText("DCM answered with status " + status + ".");
        return new CommandFailure(exit(status, problem.path("code").asText()), detail, problem);
    }

    /** Creates a failure from an intent that was rejected or failed. */
    public static CommandFailure ofIntent(JsonNode intent) {
        JsonNode problem = intent.path("problem");
        boolean refused = intent.path("status").asText().equals("rejected");
        return new CommandFailure(
                refused ? ExitCode.REFUSED : ExitCode.FAILED,
                problem.path("detail").asText("The request failed."),
                problem);
    }

    private static ExitCode exit(int status, String code) {
        if (status < 500) {
            return ExitCode.REFUSED;
        }
        return MAY_BE_DONE.contains(code) ? ExitCode.UNKNOWN : ExitCode.FAILED;
    }

    public ExitCode exit() {
        return exit;
    }

    /** The problem document of the API, or an object with a {@code detail} field. */
    public JsonNode problem() {
        return problem;
    }

    /** The message for the user. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
