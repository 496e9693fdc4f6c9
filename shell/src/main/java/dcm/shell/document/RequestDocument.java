package dcm.shell.document;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of a user: what was requested, its steps and its end.
 *
 * @param request the operation; empty in the answer about one request, which has {@code kind}
 * @param target the handle or name in the request; empty if it had none
 * @param requestedAt empty in the answer about one request, which has {@code recordedAt}
 * @param problem why it was rejected or failed; null: it was not
 * @param containers with a count, each container
 */
public record RequestDocument(
        String intent,
        String request,
        String kind,
        String target,
        String actor,
        String status,
        String requestedAt,
        String recordedAt,
        @Nullable Problem problem,
        List<Member> containers,
        List<Step> steps) {

    /** Why a request was rejected or failed, with the numbers of the rule. */
    public record Problem(String code, String detail, Map<String, Long> numbers, List<ExcludedHost> hosts) {}

    /** A host that cannot run the requested container. */
    public record ExcludedHost(String host, String detail) {}

    /** One of several containers. */
    public record Member(
            String name, String status, @Nullable Problem problem) {}

    /** A step of the request's progress. */
    public record Step(String at, String what, String name, String detail) {}

    /** What was requested, such as {@code stop-container web}. */
    public String operation() {
        return (request.isEmpty() ? kind : request) + (target.isEmpty() ? "" : " " + target);
    }

    /** When it was requested. */
    public String at() {
        return requestedAt.isEmpty() ? recordedAt : requestedAt;
    }
}
