package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.api.model.VersionComponent;
import dcm.worker.engine.EngineConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the configuration of a Docker Engine. */
final class DockerConfiguration {
    private DockerConfiguration() {}

    static EngineConfiguration of(DockerClient docker) {
        Info info = docker.infoCmd().exec();
        Version version = docker.versionCmd().exec();
        Map<String, Object> more = info.getRawValues();
        return new EngineConfiguration(
                String.valueOf(version.getVersion()),
                runtime(version),
                Objects.requireNonNullElse(info.getSecurityOptions(), List.of()),
                Boolean.TRUE.equals(more.get("LiveRestoreEnabled")),
                String.valueOf(info.getLoggingDriver()),
                String.valueOf(info.getDriver()),
                backing(info),
                String.valueOf(info.getDockerRootDir()),
                runtimes(info),
                missing(info, more));
    }

    private static String runtime(Version version) {
        return Objects.requireNonNullElse(version.getComponents(), List.<VersionComponent>of()).stream()
                .filter(component -> "runc".equals(component.getName()))
                .map(VersionComponent::getVersion)
                .findFirst()
                .orElse("");
    }

    static List<String> runtimes(Info info) {
        return info.getRuntimes() == null
                ? List.of()
                : info.getRuntimes().keySet().stream().sorted().toList();
    }

    private static String backing(Info info) {
        return Objects.requireNonNullElse(info.getDriverStatuses(), List.<List<String>>of()).stream()
                .filter(pair -> pair.size() == 2 && pair.getFirst().equals("Backing Filesystem"))
                .map(List::getLast)
                .findFirst()
                .orElse("");
    }

    private static List<String> missing(Info info, Map<String, Object> more) {
        List<String> missing = new ArrayList<>();
        if (Boolean.FALSE.equals(info.getMemoryLimit())) {
            missing.add("memory");
        }
        if (Boolean.FALSE.equals(info.getSwapLimit())) {
            missing.add("swap");
        }
        if (Boolean.FALSE.equals(info.getCpuCfsQuota())) {
            missing.add("cpus");
        }
        if (Boolean.FALSE.equals(more.get("PidsLimit"))) {
            missing.add("pids");
        }
        return missing;
    }
}
