package dcm.gateway.browser;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ApiResponse;

/** A service of the API refused a request that was made in the user's name. The user receives its problem document. */
final class ServiceRefusal extends RuntimeException {
    private final int status;
    private final transient JsonNode problem;

    private ServiceRefusal(int status, JsonNode problem) {
        super("a service answered with status " + status, null, false, false);
        this.status = status;
        this.problem = problem;
    }

    /** The body of a successful response; otherwise throws a refusal. */
    static JsonNode bodyOf(ApiResponse response) {
        if (response.status() >= 400) {
            throw new ServiceRefusal(response.status(), response.body());
        }
        return response.body();
    }

    int status() {
        return status;
    }

    /** The problem document. */
    JsonNode problem() {
        return problem;
    }
}
