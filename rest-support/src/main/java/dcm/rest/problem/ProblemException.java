package dcm.rest.problem;

import dcm.contract.problem.ErrorCode;
import dcm.contract.problem.HostRefusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends the current request with a problem document. */
public final class ProblemException extends RuntimeException {
    /** The message for a user without an account. */
    public static final String ASK_FOR_AN_ACCOUNT =
            "You are signed in, but DCM has no account for this sign-in. Ask an administrator of this server for one.";

    /** The key of the number that is also sent as {@code Retry-After}, in seconds. */
    public static final String RETRY_AFTER = "retryAfter";

    private final ErrorCode code;
    private final @Nullable String intent;
    private final Map<String, Long> numbers;
    private final List<HostRefusal> hosts;

    public ProblemException(ErrorCode code, String detail) {
        this(code, detail, null, Map.of());
    }

    public ProblemException(ErrorCode code, String detail, @Nullable String intent, Map<String, Long> numbers) {
        this(code, detail, intent, numbers, List.of());
    }

    /**
     * A problem of a container for which no host was found.
     *
     * @param hosts why each host cannot run the container; usually empty
     */
    public ProblemException(
            ErrorCode code,
            String detail,
            @Nullable String intent,
            Map<String, Long> numbers,
            List<HostRefusal> hosts) {
        super(detail, null, false, false);
        this.code = code;
        this.intent = intent;
        this.numbers = Map.copyOf(numbers);
        this.hosts = List.copyOf(hosts);
    }

    public ErrorCode code() {
        return code;
    }

    @Nullable
    String intent() {
        return intent;
    }

    /** The numbers of the rule, by name. */
    public Map<String, Long> numbers() {
        return numbers;
    }

    List<HostRefusal> hosts() {
        return hosts;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
