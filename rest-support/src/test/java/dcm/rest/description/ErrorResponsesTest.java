package dcm.rest.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.rest.access.AccountRoles;
import dcm.rest.problem.Problem;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ErrorResponsesTest {
    private final ErrorResponses refusals = new ErrorResponses();

    @Test
    void everyOperationHasTheCommonErrorResponses() {
        Operation operation = refusals.filterOperation(operation(null, AccountRoles.USER));

        assertThat(operation.getResponses().getAPIResponses())
                .containsOnlyKeys("200", "400", "401", "403", "429", "503", "default");
        assertThat(response(operation, "403").getDescription())
                .contains("no-account")
                .doesNotContain("forbidden");
    }

    @Test
    void errorCodesOfAnOperationAreGroupedByStatusWithOneExampleEach() {
        Operation operation =
                refusals.filterOperation(operation("name-taken, quota-exceeded,unknown-image", AccountRoles.USER));

        assertThat(operation.getResponses().getAPIResponses()).containsKeys("404", "409");
        assertThat(response(operation, "409")
                        .getContent()
                        .getMediaType(Problem.MEDIA_TYPE)
                        .getExamples())
                .containsOnlyKeys("name-taken", "quota-exceeded");
    }

    @Test
    void responseWithASingleCodeIsDescribedOnceInTheComponents() {
        OpenAPI document = OASFactory.createOpenAPI();
        Operation operation = refusals.filterOperation(operation("unknown-image", AccountRoles.USER));

        refusals.filterOpenAPI(document);

        assertThat(response(operation, "404").getRef()).isEqualTo("#/components/responses/UnknownImage");
        assertThat(document.getComponents().getResponses())
                .containsKeys("UnknownImage", "TooManyRequests", "BadInput", "AnyProblem");
        assertThat(document.getComponents()
                        .getResponses()
                        .get("TooManyRequests")
                        .getHeaders())
                .containsOnlyKeys("Retry-After");
        assertThat(document.getComponents().getExamples()).containsKeys("unknown-image", "no-account");
    }

    @Test
    void administratorOperationDescribesForbidden() {
        Operation operation = refusals.filterOperation(operation(null, AccountRoles.ADMINISTRATOR));

        assertThat(response(operation, "403").getDescription()).contains("forbidden");
    }

    @Test
    void unknownErrorCodeIsRejected() {
        assertThatThrownBy(() -> refusals.filterOperation(operation("name-token", AccountRoles.USER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name-token");
    }

    @Test
    void problemSchemaHasTheFieldsOfProblem() {
        OpenAPI document = OASFactory.createOpenAPI();

        refusals.filterOpenAPI(document);

        assertThat(document.getComponents().getSchemas().get("Problem").getProperties())
                .containsOnlyKeys(List.of(Problem.class.getRecordComponents()).stream()
                        .map(component -> component.getName())
                        .toArray(String[]::new));
    }

    private static APIResponse response(Operation operation, String status) {
        return operation.getResponses().getAPIResponse(status);
    }

    private static Operation operation(@Nullable String codes, String role) {
        Operation operation = OASFactory.createOperation()
                .responses(OASFactory.createAPIResponses().addAPIResponse("200", OASFactory.createAPIResponse()))
                .addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme("jwt", role));
        return codes == null ? operation : operation.addExtension(ErrorResponses.CODES, codes);
    }
}
