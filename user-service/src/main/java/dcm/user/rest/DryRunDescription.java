package dcm.user.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Adds the answer to a dry run to the OpenAPI description of each operation with the query parameter {@code dryRun}. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public final class DryRunDescription implements OASFilter {
    private static final String SCHEMA = "AdministrationDryRun";
    private static final String MEANING = "With dryRun=true: what the request would do";

    /** An import has a report of its own. */
    private static final String IMPORT = "/v1/bulk/users";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .addSchema(
                        SCHEMA,
                        OASFactory.createSchema()
                                .description("What a request of an administrator would do now")
                                .addType(SchemaType.OBJECT)
                                .required(List.of("events"))
                                .addProperty(
                                        "events",
                                        OASFactory.createSchema()
                                                .description("The events that DCM would record")
                                                .addType(SchemaType.ARRAY)
                                                .items(OASFactory.createSchema().addType(SchemaType.STRING))));
        document.getPaths().getPathItems().forEach((path, resource) -> {
            if (!path.equals(IMPORT)) {
                resource.getOperations().values().stream()
                        .filter(DryRunDescription::hasDryRun)
                        .forEach(DryRunDescription::describe);
            }
        });
    }

    private static boolean hasDryRun(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> "dryRun".equals(parameter.getName()));
    }

    private static void describe(Operation operation) {
        APIResponse response = Optional.ofNullable(operation.getResponses().getAPIResponse("200"))
                .orElseGet(() -> OASFactory.createAPIResponse().description(MEANING));
        if (response.getContent() == null) {
            response.setContent(OASFactory.createContent());
        }
        response.getContent().addMediaType(PlannedEvents.MEDIA_TYPE, example());
        operation.getResponses().addAPIResponse("200", response);
    }

    private static MediaType example() {
        return OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref(SCHEMA))
                .addExample("dryRun", OASFactory.createExample().value(Map.of("events", List.of("account-suspended"))));
    }
}
