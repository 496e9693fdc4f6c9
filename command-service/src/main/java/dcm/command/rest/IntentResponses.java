package dcm.command.rest;

import dcm.contract.codec.Json;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Adds the responses that the endpoints for intents share to the OpenAPI description. Operations refer to them by name. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public final class IntentResponses implements OASFilter {
    static final String DONE = "IntentDone";
    static final String ACCEPTED = "IntentAccepted";
    static final String DONE_OR_DRY_RUN = "IntentDoneOrDryRun";
    static final String LAUNCHED = "CreationAccepted";
    static final String ACCOUNT_CHANGED = "OwnAccountChanged";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = document.getComponents();
        components.addResponse(
                DONE,
                response(
                        "Done, or the result of an earlier request with the same Idempotency-Key",
                        Map.of("done", OperationDescriptions.DONE)));
        components.addResponse(
                DONE_OR_DRY_RUN,
                orDryRun(response(
                        "Done, or the result of an earlier request with the same Idempotency-Key; with dryRun=true, what the"
                                + " request would do",
                        Map.of("done", OperationDescriptions.DONE))));
        components.addResponse(ACCEPTED, accepted(Map.of("admitted", OperationDescriptions.ADMITTED)));
        components.addResponse(
                LAUNCHED,
                accepted(Map.of(
                        "admitted", OperationDescriptions.ADMITTED, "launched", OperationDescriptions.LAUNCHED)));
        components.addResponse(
                ACCOUNT_CHANGED,
                orDryRun(response(
                        "Done, GET /v1/me shows the keys; with dryRun=true, what the request would do",
                        Map.of("done", OperationDescriptions.ACCOUNT_CHANGED))));
    }

    private static APIResponse orDryRun(APIResponse response) {
        response.getContent()
                .addMediaType(
                        DryRunResponse.MEDIA_TYPE,
                        content(DryRunResponse.class, Map.of("dryRun", OperationDescriptions.DRY_RUN)));
        return response;
    }

    private static APIResponse accepted(Map<String, String> examples) {
        return response("Accepted and in progress", examples)
                .addHeader(
                        HttpHeaders.LOCATION,
                        OASFactory.createHeader()
                                .description("Address of the status, GET /v1/intents/{id}")
                                .schema(OASFactory.createSchema().addType(SchemaType.STRING)));
    }

    private static APIResponse response(String description, Map<String, String> examples) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(MediaType.APPLICATION_JSON, content(IntentResponse.class, examples)));
    }

    private static org.eclipse.microprofile.openapi.models.media.MediaType content(
            Class<?> schema, Map<String, String> examples) {
        var content =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref(schema.getSimpleName()));
        examples.forEach((name, json) ->
                content.addExample(name, OASFactory.createExample().value(Json.parse(json, Map.class))));
        return content;
    }
}
