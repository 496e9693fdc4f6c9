package dcm.auditor.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.auditor.finding.AuditFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the container engine of one host with the {@code docker} command. */
public final class EngineSource {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int AT_ONCE = 100;

    private final String installation;
    private final String dockerHost;
    private final String hostName;

    public EngineSource(String installation, String dockerHost, String hostName) {
        this.installation = installation;
        this.dockerHost = dockerHost;
        this.hostName = hostName;
    }

    /** Reads the containers and images of the installation. */
    public AuditedEngine read() throws InterruptedException {
        List<String> listed = docker("ps", "-aq", "--no-trunc", "--filter", "label=dcm.installation=" + installation)
                .lines()
                .toList();
        List<JsonNode> containers = inspect("container", listed);
        Map<String, JsonNode> images =
                inspect(
                                "image",
                                containers.stream()
                                        .map(EngineSource::image)
                                        .distinct()
                                        .toList())
                        .stream()
                        .collect(Collectors.toMap(image -> image.path("Id").asText(), image -> image));
        List<String> tags = docker("image", "ls", "--format", "{{.Tag}}", "dcm-" + installation)
                .lines()
                .toList();
        String defaultRuntime =
                docker("info", "--format", "{{.DefaultRuntime}}").strip();
        return ContainerInspection.engine(installation, hostName, defaultRuntime, containers, images, tags);
    }

    private static String image(JsonNode container) {
        return container.path("Image").asText();
    }

    /** Inspects the objects that still exist; ignores those removed since they were listed. */
    private List<JsonNode> inspect(String type, List<String> ids) throws InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<String> words = new ArrayList<>(List.of("inspect", "--type", type));
            words.addAll(ids.subList(from, Math.min(from + AT_ONCE, ids.size())));
            parse(run(words).output()).forEach(all::add);
        }
        return all;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text.isBlank() ? "[]" : text);
        } catch (JsonProcessingException e) {
            throw new AuditFailure("Docker's answer is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private record Result(int code, String output, String errors) {}

    private String docker(String... words) throws InterruptedException {
        Result result = run(List.of(words));
        if (result.code() != 0) {
            throw new AuditFailure("The Docker Engine at " + dockerHost + " does not answer: " + result.errors());
        }
        return result.output();
    }

    private Result run(List<String> words) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "-H", dockerHost));
        command.addAll(words);
        try {
            Process process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            StringBuilder errors = new StringBuilder();
            Thread reader = Thread.ofVirtual().start(() -> errors.append(read(process.errorReader())));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            reader.join();
            return new Result(code, output, errors.toString().strip());
        } catch (IOException e) {
            throw new AuditFailure("The command 'docker' could not be run: " + e.getMessage(), e);
        }
    }

    private static String read(BufferedReader reader) {
        return reader.lines().collect(Collectors.joining("\n"));
    }
}
