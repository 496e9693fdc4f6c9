package dcm.worker.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.ContainerConfig;
import dcm.contract.identity.Printable;
import dcm.worker.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a container's configuration as Dockerfile instructions, which is the format that an import accepts. Values are
 * quoted, so that a {@code $} is literal. DCM's own labels and variables are left out: they describe the
 * container, not an image of it.
 */
final class DockerfileInstructions {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DockerfileInstructions() {}

    static List<String> of(ContainerConfig config) {
        List<String> instructions = new ArrayList<>();
        list("ENTRYPOINT", config.getEntrypoint(), instructions);
        list("CMD", config.getCmd(), instructions);
        Stream.ofNullable(config.getEnv()).flatMap(Stream::of).forEach(variable -> {
            int equals = variable.indexOf('=');
            if (equals > 0 && !DockerNames.isReservedVariable(variable.substring(0, equals))) {
                requireOneLine(variable);
                requireName(variable.substring(0, equals));
                instructions.add("ENV " + variable.substring(0, equals) + "=" + quoted(variable.substring(equals + 1)));
            }
        });
        single("WORKDIR", config.getWorkingDir(), instructions);
        single("USER", config.getUser(), instructions);
        Stream.ofNullable(config.getExposedPorts())
                .flatMap(Stream::of)
                .forEach(port -> instructions.add("EXPOSE " + port.getPort() + "/" + port.getProtocol()));
        Stream.ofNullable(config.getVolumes())
                .flatMap(volumes -> volumes.keySet().stream())
                .forEach(path -> list("VOLUME", new String[] {path}, instructions));
        Stream.ofNullable(config.getLabels())
                .map(Map::entrySet)
                .flatMap(labels -> labels.stream())
                .filter(label -> !DockerNames.isReserved(label.getKey()))
                .filter(label -> isOneLine(label.getKey()) && isOneLine(label.getValue()))
                .forEach(label -> instructions.add("LABEL " + quoted(label.getKey()) + "=" + quoted(label.getValue())));
        return instructions;
    }

    private static void list(String instruction, String @Nullable [] items, List<String> instructions) {
        if (items != null && items.length > 0) {
            try {
                instructions.add(instruction + " " + JSON.writeValueAsString(items));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void single(String instruction, @Nullable String value, List<String> instructions) {
        if (value != null && !value.isEmpty()) {
            requireOneLine(value);
            instructions.add(instruction + " " + (instruction.equals("WORKDIR") ? quoted(value) : value));
        }
    }

    /** The engine would read a second line as another instruction. */
    private static boolean isOneLine(String value) {
        return value.chars().noneMatch(Character::isISOControl);
    }

    private static void requireOneLine(String value) {
        if (!isOneLine(value)) {
            throw new EngineException(
                    "the container's configuration has a line break or another control character: "
                            + Printable.quoted(value),
                    null);
        }
    }

    private static void requireName(String variable) {
        if (variable.contains(" ")) {
            throw new EngineException(
                    "the name of an environment variable has a space: " + Printable.quoted(variable), null);
        }
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + '"';
    }
}
