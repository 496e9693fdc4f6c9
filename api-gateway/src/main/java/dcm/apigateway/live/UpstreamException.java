package dcm.apigateway.live;

import dcm.apigateway.GatewayProblem;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** A service did not open a stream. */
final class UpstreamException extends Exception {
    private static final Set<String> ENDING = Set.of("account-suspended", "no-account");

    private final transient JsonObject problem;

    UpstreamException(JsonObject problem) {
        super(problem.getString("code"), null, false, false);
        this.problem = problem;
    }

    static UpstreamException of(GatewayProblem problem) {
        return new UpstreamException(problem.document());
    }

    /** The problem document. */
    JsonObject problem() {
        return problem;
    }

    /** Whether the user may no longer use DCM. */
    boolean endsSession() {
        return ENDING.contains(problem.getString("code", ""));
    }
}
