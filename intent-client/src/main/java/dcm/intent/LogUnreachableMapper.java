package dcm.intent;

import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import dcm.rest.problem.ProblemMappers;
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
                ? "The log cannot be reached, so the request was not recorded. Repeat it later."
                : "The log did not respond in time, so the request may have been recorded or not. Check /v1/intents/"
                        + e.intent() + " later, or repeat the request with the same Idempotency-Key.";
        return problems.problem(new ProblemException(
                ErrorCode.LOG_UNREACHABLE, detail, e.intent().value(), Map.of()));
    }
}
