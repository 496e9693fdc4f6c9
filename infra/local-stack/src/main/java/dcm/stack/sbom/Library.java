package dcm.stack.sbom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A library of the bill of materials.
 *
 * @param name {@code group:artifact}
 */
public record Library(String name, String version) {
    /**
     * The libraries in a bill of materials in CycloneDX's JSON format.
     *
     * @throws StackFailure if the file cannot be read or has none
     */
    public static List<Library> of(Path file) {
        try {
            JsonNode components = new JsonMapper().readTree(file.toFile()).path("components");
            List<Library> libraries = components
                    .valueStream()
                    .filter(component -> component.path("purl").asText().startsWith("pkg:maven/"))
                    .map(component -> new Library(
                            component.path("group").asText() + ":"
                                    + component.path("name").asText(),
                            component.path("version").asText()))
                    .distinct()
                    .toList();
            if (libraries.isEmpty()) {
                throw new StackFailure(
                        "The bill of materials " + file + " lists no libraries. Write it again with: ./dcm sbom");
            }
            return libraries;
        } catch (IOException e) {
            throw new StackFailure("Cannot read the bill of materials %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
