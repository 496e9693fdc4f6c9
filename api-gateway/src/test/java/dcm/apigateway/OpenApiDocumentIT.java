package dcm.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Checks the document that the gateway makes of those that the build of the services stored, and that docs/openapi.json
 * is the same; {@code -Dgolden.write=true} writes the file again.
 */
class OpenApiDocumentIT {
    private static final Path FILE = Path.of("../docs/openapi.json");

    private static JsonObject document;

    @BeforeAll
    static void merge() throws IOException {
        var description = new ApiDescription();
        for (BackendService service : BackendService.OF_API) {
            Path stored = Path.of("..", service.label(), "target/openapi/openapi.json");
            description.add(service, new JsonObject(Files.readString(stored)));
        }
        document = description.whole();
    }

    /** The order of names is not compared: it depends on the order in which Quarkus calls the filters of the description. */
    @Test
    void committedDocumentIsTheGatewaysDocument() throws IOException {
        if (Boolean.getBoolean("golden.write") && !document.equals(committed())) {
            Files.writeString(FILE, document.encodePrettily() + "\n");
        }

        assertThat(committed())
                .as(
                        "mvn verify -pl api-gateway -am -DskipTests -Dit.test=OpenApiDocumentIT -Dgolden.write=true writes it")
                .isEqualTo(document);
    }

    private static JsonObject committed() throws IOException {
        return new JsonObject(Files.readString(FILE));
    }

    @Test
    void everyOperationHasAUniqueId() {
        List<String> ids = operations()
                .map(operation -> operation.getString("operationId"))
                .toList();

        assertThat(ids).hasSizeGreaterThan(70).doesNotContainNull().doesNotHaveDuplicates();
    }

    @Test
    void valuesOfTheContractAreNumbersAndStrings() {
        JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");

        assertThat(schemas.getJsonObject("PortNumber").getString("type")).isEqualTo("integer");
        assertThat(schemas.getJsonObject("HostName").getString("type")).isEqualTo("string");
        assertThat(schemas.fieldNames())
                .noneMatch(name -> name.contains("."))
                .noneMatch(name -> name.endsWith("-service"));
    }

    @Test
    void fieldsThatAreAlwaysPresentAreRequired() {
        JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");

        assertThat(schemas.getJsonObject("SshEndpoint").getJsonArray("required"))
                .isEqualTo(new JsonArray(List.of("address", "port")));
        assertThat(schemas.getJsonObject("CreateRequest").getJsonArray("required"))
                .isEqualTo(new JsonArray(List.of("image")));
        assertThat(schemas.getJsonObject("RemovalStep").getJsonArray("required"))
                .isEqualTo(new JsonArray(List.of("step", "state")));
    }

    @Test
    void everyTagIsDescribed() {
        assertThat(document.getJsonArray("tags"))
                .isNotEmpty()
                .allSatisfy(tag ->
                        assertThat(((JsonObject) tag).getString("description")).isNotBlank());
    }

    @Test
    void successWithoutBodyIs204() {
        operations()
                .forEach(operation -> operation.getJsonObject("responses").stream()
                        .filter(response -> response.getKey().startsWith("2"))
                        .filter(response -> !((JsonObject) response.getValue()).containsKey("content"))
                        .filter(response -> !((JsonObject) response.getValue()).containsKey("$ref"))
                        .forEach(response -> assertThat(response.getKey())
                                .as(operation.getString("operationId"))
                                .isEqualTo("204")));
    }

    private static Stream<JsonObject> operations() {
        List<JsonObject> all = new ArrayList<>();
        for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
            ((JsonObject) path.getValue()).forEach(method -> all.add((JsonObject) method.getValue()));
        }
        return all.stream();
    }
}
