package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.codec.Json;
import dcm.contract.problem.HostRefusal;
import dcm.projection.intent.IntentRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why an intent was rejected or failed, with the numbers of the rule. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntentProblem(
        @Schema(description = "Stable error code for programs", examples = "quota-exceeded")
        String code,

        @Schema(description = "What the code means, in a few words", examples = "Quota exceeded")
        String title,

        String detail,

        @Schema(description = "Numbers of the rule, such as used, asked and limit") @Nullable
        Map<String, Long> numbers,

        @Schema(description = "Why each host cannot run the requested container") @Nullable
        List<ExcludedHost> hosts) {

    /** A host that cannot run the requested container. */
    public record ExcludedHost(
            String host, @Schema(examples = "not-home-host") String reason, String detail) {

        private static ExcludedHost of(HostRefusal refusal) {
            return new ExcludedHost(refusal.host().value(), refusal.reason().code(), refusal.detail());
        }
    }

    static @Nullable IntentProblem of(IntentRow row) {
        return row.problemCode == null || row.problemDetail == null
                ? null
                : new IntentProblem(
                        row.problemCode.code(),
                        row.problemCode.title(),
                        row.problemDetail,
                        row.problemNumbers == null ? null : numbers(row.problemNumbers),
                        row.problemHosts == null ? null : hosts(row.problemHosts));
    }

    private static Map<String, Long> numbers(String json) {
        Map<String, Long> numbers = new TreeMap<>();
        Json.parse(json, JsonNode.class)
                .properties()
                .forEach(
                        number -> numbers.put(number.getKey(), number.getValue().asLong()));
        return numbers;
    }

    private static List<ExcludedHost> hosts(String json) {
        return Stream.of(Json.parse(json, HostRefusal[].class))
                .map(ExcludedHost::of)
                .toList();
    }
}
