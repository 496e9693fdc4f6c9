package dcm.rest.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.problem.ErrorCode;
import dcm.contract.problem.HostRefusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457).
 *
 * @param type a relative reference, one per code; the API gateway explains the code at this address
 * @param title the same for every occurrence of the code
 * @param detail what was rejected, why, and what to do
 * @param code the machine-readable code
 * @param intent the intent that was rejected or failed, if there is one
 * @param numbers the values that the rule compared
 * @param hosts why each host cannot run the requested container
 * @param traceId identifies the request's log lines
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable String intent,
        Map<String, Long> numbers,
        List<HostRefusal> hosts,
        @Nullable String traceId) {
    /** The media type of a problem document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The {@code type} of problem documents with this code. */
    public static String type(ErrorCode code) {
        return "/problems/" + code.code();
    }

    static Problem of(
            ErrorCode code,
            String detail,
            @Nullable String intent,
            Map<String, Long> numbers,
            List<HostRefusal> hosts,
            @Nullable String traceId) {
        return new Problem(
                type(code), code.title(), code.status(), detail, code.code(), intent, numbers, hosts, traceId);
    }
}
