package dcm.journal;

import dcm.contract.problem.ErrorCode;
import dcm.edge.problem.ProblemException;
import dcm.edge.problem.ProblemMappers;
import io.quarkus.logging.Log;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Converts {@link LogUnreachableException} to a problem document that says whether the intent may have been recorded.
 */
public class LogUnreachableMapper {
    private final ProblemMappers problems;

    LogUnreachableMapper(ProblemMappers problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper
    Response unreachable(LogUnreachableException e) {
        Log.warnf(e, "log did not acknowledge the intent: intent=%s", e.intent());
        String detail = e.isCertainlyUnsent()
                ? "The log cannot be reached. It is certain that nothing was recorded: try again later."
                : "The log did not answer in time. It is not known whether your request was recorded: look at"
                        + " /v1/intents/" + e.intent()
                        + " later, or repeat it with the same Idempotency-Key, which is safe.";
        return problems.problem(new ProblemException(
                ErrorCode.LOG_UNREACHABLE, detail, e.intent().value(), Map.of()));
    }
}
