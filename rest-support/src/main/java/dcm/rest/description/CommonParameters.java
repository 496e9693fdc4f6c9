package dcm.rest.description;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Describes parameters that have the same meaning in all operations, unless an operation has its own description. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public final class CommonParameters implements OASFilter {
    private static final Map<String, String> MEANINGS = Map.of(
            "handle", "Your container, by SSH port, name, or at least four digits of its id",
            "image", "NAME:TAG, or NAME if there is only one tag",
            "Idempotency-Key", "A repeated request with the same key is performed only once",
            "Prefer", "wait=SECONDS waits for the outcome",
            "after", "Sequence of an earlier response; the query waits until the result includes it",
            "id", "Id of an intent, from the response to a request",
            "preset", "Name of a preset");

    @Override
    public Parameter filterParameter(Parameter parameter) {
        @Nullable String meaning = parameter.getName() == null ? null : MEANINGS.get(parameter.getName());
        if (parameter.getDescription() == null && meaning != null) {
            parameter.setDescription(meaning);
        }
        return parameter;
    }
}
