package dcm.auditor.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.auditor.engine.AuditedEngine.EngineContainer;
import dcm.auditor.engine.AuditedEngine.Published;
import dcm.auditor.finding.AuditFailure;
import dcm.contract.identity.ContainerId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the container engine of this machine, by the {@code docker} command. */
public final class EngineSource {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int AT_ONCE = 100;

    private final String installation;
    private final String dockerHost;
    private final String hostName;
    private final Pattern containerName;

    public EngineSource(String installation, String dockerHost, String hostName) {
        this.installation = installation;
        this.dockerHost = dockerHost;
        this.hostName = hostName;
        this.containerName = Pattern.compile("/dcm-" + Pattern.quote(installation) + "-([0-9a-f]{16})");
    }

    /** Reads what the engine has of the installation. */
    public AuditedEngine read() throws InterruptedException {
        List<String> listed = docker("ps", "-aq", "--no-trunc", "--filter", "label=dcm.installation=" + installation)
                .lines()
                .toList();
        Map<ContainerId, EngineContainer> containers = new HashMap<>();
        for (int from = 0; from < listed.size(); from += AT_ONCE) {
            List<String> words = new ArrayList<>(List.of("inspect", "--type", "container"));
            words.addAll(listed.subList(from, Math.min(from + AT_ONCE, listed.size())));
            // The engine prints those that it has, and fails if one was removed meanwhile.
            for (JsonNode container : parse(run(words).output())) {
                Matcher name = containerName.matcher(container.path("Name").asText());
                if (name.matches()) {
                    ContainerId id = new ContainerId(name.group(1));
                    containers.put(id, container(id, container));
                }
            }
        }
        Set<String> images = docker("image", "ls", "--format", "{{.Tag}}", "dcm-" + installation)
                .lines()
                .collect(Collectors.toSet());
        return new AuditedEngine(installation, hostName, containers, images);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text.isBlank() ? "[]" : text);
        } catch (JsonProcessingException e) {
            throw new AuditFailure("Docker's answer is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static EngineContainer container(ContainerId id, JsonNode inspected) {
        JsonNode shape = inspected.path("HostConfig");
        return new EngineContainer(
                id,
                inspected.path("State").path("Status").asText(),
                inspected.path("Image").asText(),
                inspected
                        .path("Config")
                        .path("Labels")
                        .propertyStream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, label -> label.getValue().asText())),
                shape.path("NetworkMode").asText(),
                shape.path("Privileged").asBoolean(),
                texts(shape.path("CapDrop")).toList(),
                shape.path("Memory").asLong(),
                shape.path("NanoCpus").asLong(),
                shape.path("PidsLimit").asLong(),
                texts(shape.path("Binds")).toList(),
                shape.path("Mounts")
                        .valueStream()
                        .map(mount -> mount.path("Target").asText())
                        .collect(Collectors.toSet()),
                published(shape.path("PortBindings")));
    }

    private static Stream<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText);
    }

    private static Set<Published> published(JsonNode bindings) {
        Set<Published> all = new HashSet<>();
        bindings.properties().forEach(entry -> {
            String[] inside = entry.getKey().split("/", 2);
            String protocol = inside.length == 2 ? inside[1] : "tcp";
            entry.getValue()
                    .forEach(binding -> all.add(new Published(
                            binding.path("HostIp").asText(),
                            binding.path("HostPort").asInt(),
                            Integer.parseInt(inside[0]),
                            protocol)));
        });
        return all;
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
