package dcm.journey.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.installation.StackPort;
import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks that the API description is complete enough to write a client. */
class ApiDescriptionJourneyIT {
    private static JsonNode document;

    @BeforeAll
    static void read() {
        document = RestAssured.given()
                .baseUri(RunningStack.get().installation().url(StackPort.API_GATEWAY))
                .get("/openapi")
                .then()
                .statusCode(200)
                .extract()
                .as(JsonNode.class);
        assertThat(operations()).hasSizeGreaterThan(25);
    }

    @Test
    void everyOperationDescribesItsSuccessResponsesWithAnExample() {
        assertThat(operations()).allSatisfy(operation -> {
            assertThat(operation.success()).isNotEmpty();
            assertThat(operation.success()).allSatisfy(response -> {
                if (response.has("content")) {
                    assertThat(response.path("content")).allSatisfy(content -> {
                        assertThat(content.path("schema")).isNotEmpty();
                        assertThat(content.has("examples")
                                        || resolved(content.path("schema")).has("examples"))
                                .isTrue();
                    });
                }
            });
        });
    }

    @Test
    void everyOperationDescribesItsErrorResponsesWithAnExample() {
        assertThat(operations()).allSatisfy(operation -> {
            assertThat(operation.refusals()).isNotEmpty();
            assertThat(operation.refusals()).allSatisfy(response -> {
                JsonNode problems = response.path("content").path("application/problem+json");
                assertThat(problems.path("schema").path("$ref").asText()).isEqualTo("#/components/schemas/Problem");
                assertThat(problems.path("examples")).isNotEmpty();
            });
        });
    }

    @Test
    void everyRequestHasAnExampleInItsFields() {
        assertThat(operations())
                .filteredOn(operation -> operation.definition().has("requestBody"))
                .hasSizeGreaterThan(5)
                .allSatisfy(operation -> assertThat(
                                operation.definition().path("requestBody").path("content"))
                        .isNotEmpty()
                        .allMatch(ApiDescriptionJourneyIT::hasExample));
    }

    @Test
    void everyReferenceResolvesAndLibraryTypesAreNotDescribed() {
        List<String> references = document.findValuesAsText("$ref");

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        assertThat(document.path("components").path("schemas").has("JsonNode")).isFalse();
    }

    @Test
    void exampleOfTheCreateRequestIsAccepted() {
        TestUser alice = TestUser.joins("alice");
        JsonNode fields = resolved(document.at("/components/schemas/CreateRequest"));

        JsonNode made = alice.creates(
                "web",
                Map.of(
                        "cpus", fields.at("/properties/cpus/examples/0"),
                        "memoryMiB", fields.at("/properties/memoryMiB/examples/0"),
                        "ports", fields.at("/properties/ports/examples/0"),
                        "environment", fields.at("/properties/environment/examples/0"),
                        "labels", fields.at("/properties/labels/examples/0"),
                        "timeZone", fields.at("/properties/timeZone/examples/0")));

        assertThat(made.path("ports")).hasSize(2);
    }

    private record Operation(String name, JsonNode definition) {
        List<JsonNode> success() {
            return responses("2");
        }

        List<JsonNode> refusals() {
            List<JsonNode> all = responses("4");
            all.addAll(responses("5"));
            return all;
        }

        private List<JsonNode> responses(String hundred) {
            List<JsonNode> found = new ArrayList<>();
            definition.path("responses").properties().forEach(response -> {
                if (response.getKey().startsWith(hundred)) {
                    found.add(resolved(response.getValue()));
                }
            });
            return found;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (method.getValue().has("responses")) {
                        all.add(new Operation(method.getKey() + " " + path.getKey(), method.getValue()));
                    }
                }));
        return all;
    }

    /** Whether the content or its schema has an example. */
    private static boolean hasExample(JsonNode content) {
        JsonNode schema = resolved(content.path("schema"));
        return content.has("examples")
                || schema.has("examples")
                || schema.path("properties").findValue("examples") != null;
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? at(node.path("$ref")) : node;
    }

    private static JsonNode at(JsonNode reference) {
        return document.at(reference.asText().substring(1));
    }
}
