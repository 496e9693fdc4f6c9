package dcm.rest.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.codec.Json;
import dcm.contract.preset.Capability;
import dcm.contract.preset.Device;
import dcm.contract.preset.DeviceRequest;
import dcm.contract.preset.HostMount;
import dcm.contract.preset.PresetOptions;
import dcm.contract.preset.Tmpfs;
import dcm.contract.preset.Ulimit;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks that the hand-written schema matches the type. */
class PresetOptionsSchemaTest {
    private JsonNode schema;

    @BeforeEach
    void read() throws IOException {
        Properties configuration = new Properties();
        try (InputStream file = getClass().getResourceAsStream("/META-INF/microprofile-config.properties")) {
            configuration.load(file);
        }
        schema = new ObjectMapper()
                .readTree(configuration.getProperty("mp.openapi.schema." + PresetOptions.class.getName()));
    }

    @Test
    void schemaHasTheFieldsOfTheTypeAndItsComponents() {
        assertFields("/properties", PresetOptions.class);
        assertFields("/properties/devices/items/properties", Device.class);
        assertFields("/properties/deviceRequests/items/properties", DeviceRequest.class);
        assertFields("/properties/mounts/items/properties", HostMount.class);
        assertFields("/properties/tmpfs/items/properties", Tmpfs.class);
        assertFields("/properties/ulimits/additionalProperties/properties", Ulimit.class);
    }

    @Test
    void schemaListsAllCapabilities() {
        assertThat(schema.at("/properties/capabilities/items/enum"))
                .extracting(JsonNode::asText)
                .containsExactly(Stream.of(Capability.values()).map(Enum::name).toArray(String[]::new));
    }

    @Test
    void exampleIsReadAsNonEmptyOptions() throws IOException {
        PresetOptions options = Json.MAPPER.treeToValue(schema.at("/examples/0"), PresetOptions.class);

        assertThat(options.isEmpty()).isFalse();
    }

    private void assertFields(String pointer, Class<? extends Record> type) {
        assertThat(schema.at(pointer).fieldNames())
                .toIterable()
                .as(pointer)
                .containsExactlyInAnyOrder(Stream.of(type.getRecordComponents())
                        .map(component -> component.getName())
                        .toArray(String[]::new));
    }
}
