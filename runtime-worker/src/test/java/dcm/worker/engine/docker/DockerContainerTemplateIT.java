package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.engine.NewContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the configuration that Docker reports for a container. */
class DockerContainerTemplateIT {
    private static final DockerInstallation INSTALLATION = new DockerInstallation();
    private static final long MEMORY = 128L * 1024 * 1024;

    @TempDir
    private static Path root;

    private static NewContainer made;
    private static InspectContainerResponse shape;

    @BeforeAll
    static void inspect() {
        made = INSTALLATION.created(root);
        INSTALLATION.engine().start(made.id());
        shape = INSTALLATION
                .docker()
                .inspectContainerCmd(INSTALLATION.nameOf(made.id()))
                .exec();
    }

    @AfterAll
    static void close() throws IOException {
        INSTALLATION.close();
    }

    @Test
    void containerHasOnlyTheDefaultCapabilities() {
        assertThat(names(host().getCapDrop())).containsExactly("ALL");
        assertThat(names(host().getCapAdd()))
                .containsExactlyInAnyOrder(
                        "CHOWN",
                        "DAC_OVERRIDE",
                        "FOWNER",
                        "FSETID",
                        "SETUID",
                        "SETGID",
                        "SETPCAP",
                        "KILL",
                        "NET_BIND_SERVICE",
                        "SYS_CHROOT",
                        "AUDIT_WRITE");
    }

    @Test
    void containerHasNoHostPrivileges() {
        assertThat(host().getPrivileged()).isFalse();
        assertThat(host().getPidMode()).isEmpty();
        assertThat(host().getIpcMode()).isEqualTo("private");
        assertThat(host().getUsernsMode()).isEmpty();
        assertThat(host().getDevices()).isNullOrEmpty();
        assertThat(host().getSecurityOpts()).isNullOrEmpty();
        assertThat(host().getVolumesFrom()).isNullOrEmpty();
    }

    @Test
    void healthCheckOfTheImageIsOff() {
        assertThat(shape.getConfig().getHealthcheck().getTest()).containsExactly("NONE");
    }

    @Test
    void memorySwapCpuAndProcessesAreLimited() {
        assertThat(host().getMemory()).isEqualTo(MEMORY);
        assertThat(host().getMemorySwap()).as("memory and swap together").isEqualTo(MEMORY);
        assertThat(host().getNanoCPUs()).isEqualTo(750_000_000L);
        assertThat(host().getPidsLimit()).isEqualTo(64);
    }

    @Test
    void containerMountsOnlyItsOwnersHomesAndReadOnlyKeys() {
        assertThat(host().getBinds())
                .extracting(
                        bind -> bind.getPath(),
                        bind -> bind.getVolume().getPath(),
                        bind -> bind.getAccessMode().name())
                .containsExactlyInAnyOrder(
                        tuple(made.rootHome().toString(), "/root", "rw"),
                        tuple(made.userHome().toString(), "/home/ann", "rw"),
                        tuple(made.keys().toString(), "/etc/dcm/keys", "ro"));
        assertThat(shape.getMounts()).hasSize(3);
    }

    @Test
    void onlySshIsPublishedOnTheGivenAddress() {
        Map<ExposedPort, Ports.Binding[]> published =
                shape.getNetworkSettings().getPorts().getBindings();

        assertThat(published).containsOnlyKeys(ExposedPort.tcp(22));
        assertThat(published.values().iterator().next())
                .containsExactly(Ports.Binding.bindIpAndPort(
                        "127.0.0.1", made.ssh().port().value()));
    }

    @Test
    void containerIsOnlyInItsOwnersNetwork() {
        assertThat(shape.getNetworkSettings().getNetworks()).containsOnlyKeys(INSTALLATION.networkOf(made.owner()));
    }

    @Test
    void ownersNetworkHasNoIpv6AndABridgeThatTheFirewallMatches() {
        Network network = INSTALLATION
                .docker()
                .inspectNetworkCmd()
                .withNetworkId(INSTALLATION.networkOf(made.owner()))
                .exec();

        assertThat(network.getEnableIPv6()).isFalse();
        assertThat(network.getOptions().get("com.docker.network.bridge.name")).matches("dcm-[0-9a-f]{11}");
    }

    @Test
    void restartPolicyIsUnlessStopped() {
        assertThat(host().getRestartPolicy()).isEqualTo(RestartPolicy.unlessStoppedRestart());
    }

    @Test
    void limitingRuntimeStartsTheContainerWhereTheEngineHasIt() {
        boolean has = INSTALLATION.engine().configuration().runtimes().contains(EngineConfiguration.LIMITING_RUNTIME);

        assertThat(host().getRuntime()).isEqualTo(has ? "dcm" : "runc");
    }

    @Test
    void logIsRotated() {
        assertThat(host().getLogConfig().getType()).isEqualTo(LogConfig.LoggingType.LOCAL);
        assertThat(host().getLogConfig().getConfig()).isEqualTo(Map.of("max-size", "10m", "max-file", "3"));
    }

    @Test
    void environmentHoldsOnlyOwnerAndContainer() {
        assertThat(shape.getConfig().getEnv())
                .filteredOn(variable -> !variable.startsWith("PATH="))
                .containsExactlyInAnyOrder(
                        "DCM_USER=ann", "DCM_CONTAINER=" + made.id(), "DCM_NAME=web", "DCM_HOSTS=web");
    }

    private static HostConfig host() {
        return shape.getHostConfig();
    }

    /** Depending on its version, Docker reports capabilities with or without the prefix. */
    private static List<String> names(Enum<?>[] capabilities) {
        return Arrays.stream(capabilities)
                .map(Enum::name)
                .map(name -> name.replaceFirst("^CAP_", ""))
                .toList();
    }
}
