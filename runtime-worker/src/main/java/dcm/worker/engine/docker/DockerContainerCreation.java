package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Settings;
import dcm.contract.preset.PresetOptions;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.engine.NewContainer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates owners' containers, and gives each its name, labels and environment. Thread-safe. */
final class DockerContainerCreation {
    private static final String STOP_SIGNAL = "SIGTERM";

    private final DockerClient docker;
    private final DockerNames names;
    private volatile boolean hasLimitingRuntime;

    DockerContainerCreation(DockerClient docker, DockerNames names) {
        this.docker = docker;
        this.names = names;
    }

    /** Sets the runtimes of the engine, which may change when the engine restarts. */
    void setRuntimes(Collection<String> runtimes) {
        hasLimitingRuntime = runtimes.contains(EngineConfiguration.LIMITING_RUNTIME);
    }

    /** Creates a container in a network of its owner, without starting it. */
    void create(NewContainer container, String network) {
        String name = container.spec().name().value();
        Settings settings = container.spec().settings();
        PresetOptions options = container.spec().options();
        CreateContainerCmd command = docker.createContainerCmd(
                        container.spec().image().digest().value())
                .withName(names.container(container.id()))
                .withHostName(Objects.requireNonNullElse(options.hostname(), name))
                // Always set: an image that was committed from a container has that container's stop signal.
                .withStopSignal(Objects.requireNonNullElse(options.stopSignal(), STOP_SIGNAL))
                .withHealthcheck(DockerContainerTemplate.NO_HEALTH_CHECK)
                .withAliases(name)
                .withLabels(names.labels(container))
                .withEnv(environment(container))
                .withExposedPorts(DockerPorts.exposed(container))
                .withHostConfig(DockerContainerTemplate.of(container, network, runtime()));
        if (!settings.command().isEmpty()) {
            command.withCmd(settings.command());
        }
        if (settings.workingDirectory() != null) {
            command.withWorkingDir(settings.workingDirectory());
        }
        command.exec();
    }

    /** The runtime for new containers; null: the engine's default. */
    private @Nullable String runtime() {
        return hasLimitingRuntime ? EngineConfiguration.LIMITING_RUNTIME : null;
    }

    private static List<String> environment(NewContainer container) {
        Map<String, String> all = new TreeMap<>(container.spec().settings().environment());
        all.put(DockerNames.USER_VARIABLE, container.owner().value());
        all.put(DockerNames.CONTAINER_VARIABLE, container.id().value());
        all.put(DockerNames.NAME_VARIABLE, container.spec().name().value());
        all.put(
                DockerNames.HOSTS_VARIABLE,
                container.hosts().stream().map(ContainerName::value).collect(Collectors.joining(" ")));
        if (container.spec().settings().timeZone() != null) {
            all.put("TZ", container.spec().settings().timeZone());
        }
        return all.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }
}
