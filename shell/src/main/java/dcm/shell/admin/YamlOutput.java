package dcm.shell.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dcm.shell.screen.Screen;

/** Prints everything about one resource, as YAML by default. */
final class YamlOutput {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private YamlOutput() {}

    static void show(JsonNode thing, boolean json, Screen screen) {
        if (json) {
            screen.json(thing);
            return;
        }
        try {
            screen.line(YAML.writeValueAsString(thing).stripTrailing());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
