package dcm.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import picocli.CommandLine.Option;

/** How one thing is shown: as YAML, which people read easily, or as JSON. */
final class Shown {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    void print(JsonNode thing) {
        try {
            System.out.print(json ? thing.toPrettyString() + "\n" : YAML.writeValueAsString(thing));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
