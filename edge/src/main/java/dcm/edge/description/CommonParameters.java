package dcm.edge.description;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Describes parameters that have the same meaning in all operations, unless an operation has its own description. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public final class CommonParameters implements OASFilter {
    private static final Map<String, String> MEANINGS = Map.of(
            "handle", "A container of yours: its SSH port, its name, or four and more digits of its id",
            "image", "NAME:TAG, or NAME if it has one tag only",
            "Idempotency-Key", "Repeating a request with the same key does nothing twice",
            "Prefer", "wait=SECONDS waits for the outcome",
            "after", "The sequence of an answer: waits until what is shown knows of it",
            "id", "The id of an intent, from the answer to a request",
            "preset", "A preset's name");

    @Override
    public Parameter filterParameter(Parameter parameter) {
        @Nullable String meaning = parameter.getName() == null ? null : MEANINGS.get(parameter.getName());
        if (parameter.getDescription() == null && meaning != null) {
            parameter.setDescription(meaning);
        }
        return parameter;
    }
}
