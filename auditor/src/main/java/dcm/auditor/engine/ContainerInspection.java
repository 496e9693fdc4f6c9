package dcm.auditor.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.auditor.engine.AuditedEngine.EngineContainer;
import dcm.auditor.engine.AuditedEngine.HostDevice;
import dcm.auditor.engine.AuditedEngine.ImageSettings;
import dcm.auditor.engine.AuditedEngine.Mount;
import dcm.auditor.engine.AuditedEngine.Privileges;
import dcm.auditor.engine.AuditedEngine.ProcessSettings;
import dcm.auditor.engine.AuditedEngine.Published;
import dcm.auditor.engine.AuditedEngine.RequestedDevices;
import dcm.auditor.engine.AuditedEngine.Resources;
import dcm.contract.identity.ContainerId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the output of {@code docker inspect}. A missing value is read as an empty value. */
public final class ContainerInspection {
    private static final String CAPABILITY = "CAP_";
    private static final String LOADING = "-loading";

    /** Without the cgroup namespace: its default depends on the cgroup version. */
    private static final List<String> NAMESPACES =
            List.of("NetworkMode", "PidMode", "IpcMode", "UTSMode", "UsernsMode");

    private ContainerInspection() {}

    /**
     * An engine.
     *
     * @param containers all that are labelled with the installation; others than DCM's own are ignored
     * @param images those of the containers, by digest
     * @param tags of owners' own images
     */
    public static AuditedEngine engine(
            String installation,
            String hostName,
            String defaultRuntime,
            List<JsonNode> containers,
            Map<String, JsonNode> images,
            List<String> tags) {
        Pattern names = Pattern.compile("/dcm-" + Pattern.quote(installation) + "-([0-9a-f]{16})");
        Map<ContainerId, EngineContainer> found = new HashMap<>();
        for (JsonNode container : containers) {
            Matcher name = names.matcher(container.path("Name").asText());
            if (name.matches()) {
                ContainerId id = new ContainerId(name.group(1));
                JsonNode image = images.get(container.path("Image").asText());
                found.put(id, container(id, container, image == null ? null : image(image)));
            }
        }
        return new AuditedEngine(installation, hostName, defaultRuntime, found, imageIds(tags));
    }

    /** The ids of images from their tags. Until an imported image has passed its test, its tag is {@code ID-loading}. */
    static Set<String> imageIds(List<String> tags) {
        return tags.stream()
                .map(tag -> tag.endsWith(LOADING) ? tag.substring(0, tag.length() - LOADING.length()) : tag)
                .collect(Collectors.toSet());
    }

    /**
     * A container.
     *
     * @param image the settings of its image; null if unknown
     */
    public static EngineContainer container(ContainerId id, JsonNode inspected, @Nullable ImageSettings image) {
        JsonNode host = inspected.path("HostConfig");
        JsonNode config = inspected.path("Config");
        return new EngineContainer(
                id,
                inspected.path("State").path("Status").asText(),
                inspected.path("Image").asText(),
                texts(config.path("Labels")),
                host.path("NetworkMode").asText(),
                privileges(host),
                resources(host),
                new ProcessSettings(
                        config.path("Hostname").asText(),
                        variables(config.path("Env")),
                        words(config.path("Cmd")).toList(),
                        config.path("WorkingDir").asText(),
                        image),
                words(host.path("Binds")).toList(),
                host.path("Mounts")
                        .valueStream()
                        .map(mount -> new Mount(
                                mount.path("Source").asText(),
                                mount.path("Target").asText(),
                                mount.path("ReadOnly").asBoolean()))
                        .collect(Collectors.toSet()),
                texts(host.path("Tmpfs")),
                published(host.path("PortBindings")));
    }

    /** The settings of an image. */
    public static ImageSettings image(JsonNode inspected) {
        JsonNode config = inspected.path("Config");
        return new ImageSettings(
                variables(config.path("Env")),
                words(config.path("Cmd")).toList(),
                config.path("WorkingDir").asText());
    }

    private static Privileges privileges(JsonNode host) {
        return new Privileges(
                host.path("Privileged").asBoolean(),
                capabilities(host.path("CapDrop")),
                capabilities(host.path("CapAdd")),
                words(host.path("SecurityOpt")).collect(Collectors.toSet()),
                NAMESPACES.stream()
                        .filter(kind -> host.path(kind).asText().equals("host"))
                        .collect(Collectors.toSet()),
                host.path("Devices")
                        .valueStream()
                        .map(device -> new HostDevice(
                                device.path("PathOnHost").asText(),
                                device.path("PathInContainer").asText(),
                                device.path("CgroupPermissions").asText()))
                        .collect(Collectors.toSet()),
                host.path("DeviceRequests")
                        .valueStream()
                        .map(request -> new RequestedDevices(
                                request.path("Driver").asText(),
                                request.path("Count").asInt(),
                                words(request.path("DeviceIDs")).toList(),
                                words(request.path("Capabilities").path(0)).toList()))
                        .collect(Collectors.toSet()),
                host.path("Runtime").asText());
    }

    private static Resources resources(JsonNode host) {
        return new Resources(
                host.path("Memory").asLong(),
                host.path("MemorySwap").asLong(),
                host.path("NanoCpus").asLong(),
                host.path("PidsLimit").asLong(),
                host.path("ShmSize").asLong(),
                host.path("Ulimits")
                        .valueStream()
                        .collect(Collectors.toMap(
                                limit -> limit.path("Name").asText(),
                                limit -> limit.path("Soft").asLong() + ":"
                                        + limit.path("Hard").asLong())),
                texts(host.path("Sysctls")));
    }

    /** Docker prints capabilities with or without the prefix. */
    private static Set<String> capabilities(JsonNode names) {
        return words(names)
                .map(name -> name.startsWith(CAPABILITY) ? name.substring(CAPABILITY.length()) : name)
                .collect(Collectors.toSet());
    }

    private static Map<String, String> variables(JsonNode assignments) {
        return words(assignments)
                .map(assignment -> assignment.split("=", 2))
                .collect(Collectors.toMap(
                        parts -> parts[0],
                        parts -> Arrays.stream(parts).skip(1).findFirst().orElse(""),
                        (earlier, later) -> later));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.propertyStream()
                .forEach(property ->
                        texts.put(property.getKey(), property.getValue().asText()));
        return texts;
    }

    private static Stream<String> words(JsonNode array) {
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
}
