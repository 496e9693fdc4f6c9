package dcm.rest.description;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.junit.jupiter.api.Test;

class CommonParametersTest {
    private final CommonParameters common = new CommonParameters();

    @Test
    void operationWithIdempotencyKeyHasTheHeadersOfIntents() {
        assertThat(common.filterOperation(operation("key-reused")).getParameters())
                .extracting(Parameter::getRef)
                .containsExactly("#/components/parameters/IdempotencyKey", "#/components/parameters/Prefer");
    }

    @Test
    void conditionalChangeHasIfMatchAndItsResourceAnEntityTag() {
        var document = OASFactory.createOpenAPI().components(OASFactory.createComponents());
        Operation get = operation("not-found");
        Operation put = common.filterOperation(operation("precondition-failed"));
        document.paths(OASFactory.createPaths()
                .addPathItem(
                        "/v1/users/{name}/quota",
                        OASFactory.createPathItem().GET(get).PUT(put)));

        common.filterOpenAPI(document);

        assertThat(put.getParameters())
                .extracting(Parameter::getRef)
                .containsExactly("#/components/parameters/IfMatch");
        assertThat(document.getComponents().getParameters()).containsOnlyKeys("IfMatch");
        assertThat(get.getResponses().getAPIResponse("200").getHeaders()).containsOnlyKeys("ETag");
    }

    @Test
    void descriptionOfAnOperationIsKept() {
        Parameter own = OASFactory.createParameter().name("handle").description("Its own");
        Parameter none = OASFactory.createParameter().name("handle");

        assertThat(common.filterParameter(own).getDescription()).isEqualTo("Its own");
        assertThat(common.filterParameter(none).getDescription()).contains("SSH port");
    }

    private static Operation operation(String codes) {
        return OASFactory.createOperation()
                .responses(OASFactory.createAPIResponses().addAPIResponse("200", OASFactory.createAPIResponse()))
                .addExtension(ErrorResponses.CODES, codes);
    }
}
