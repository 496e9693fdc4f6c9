package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Frame;
import dcm.contract.preset.Capability;
import dcm.contract.preset.Device;
import dcm.contract.preset.DeviceRequest;
import dcm.contract.preset.HostMount;
import dcm.contract.preset.PresetOptions;
import dcm.contract.preset.Tmpfs;
import dcm.contract.preset.Ulimit;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.NewContainer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that preset options take effect in the container, and that Docker's errors are reported. */
class DockerPresetIT {
    private static final DockerInstallation INSTALLATION = new DockerInstallation();

    @TempDir
    private static Path root;

    private static NewContainer made;

    @BeforeAll
    static void make() throws IOException {
        Path data = Files.createDirectory(root.resolve("data"));
        Path scratch = Files.createDirectory(root.resolve("scratch"));
        Files.writeString(data.resolve("reference"), "unchanged");
        // The container's root is an unprivileged user here.
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
        made = INSTALLATION.created(
                root,
                new PresetOptions(
                        new BigDecimal("1.5"),
                        256,
                        100,
                        null,
                        32,
                        List.of(Capability.SYS_PTRACE, Capability.NET_RAW),
                        List.of(new Device("/dev/kmsg", "r")),
                        List.of(),
                        List.of(
                                new HostMount(data.toString(), "/data", null),
                                new HostMount(scratch.toString(), "/scratch", false)),
                        List.of(new Tmpfs("/fast", 8)),
                        Map.of("memlock", new Ulimit(1_048_576L, null)),
                        Map.of("net.core.somaxconn", "77"),
                        "runc",
                        "big-box",
                        true,
                        "SIGINT"));
        INSTALLATION.engine().start(made.id());
    }

    @AfterAll
    static void close() throws IOException {
        INSTALLATION.close();
    }

    @Test
    void presetCapabilitiesAreAddedToTheDefaultCapabilities() {
        assertThat(Arrays.stream(shape().getHostConfig().getCapAdd())
                        .map(capability -> capability.name().replaceFirst("^CAP_", "")))
                .hasSize(13)
                .contains("SYS_PTRACE", "NET_RAW", "CHOWN", "AUDIT_WRITE");
    }

    @Test
    void presetUlimitsAndShmSizeApplyInTheContainer() throws Exception {
        assertThat(run("ulimit -l")).as("KiB that can be locked").isEqualTo("1024");
        assertThat(run("ulimit -n")).as("open files, the default").isEqualTo("16384");
        assertThat(run("df --output=size -k /dev/shm | tail -1")).isEqualTo("32768");
    }

    @Test
    void presetSysctlsAreAddedToTheDefaultSysctls() throws Exception {
        assertThat(run("cat /proc/sys/net/core/somaxconn")).isEqualTo("77");
        assertThat(run("cat /proc/sys/net/ipv4/ping_group_range")).isEqualTo("0\t65535");
    }

    @Test
    void presetDeviceExistsInTheContainer() throws Exception {
        assertThat(run("test -c /dev/kmsg && echo there")).isEqualTo("there");
    }

    @Test
    void readOnlyMountCannotBeWritten() throws Exception {
        assertThat(run("cat /data/reference")).isEqualTo("unchanged");
        assertThat(run("touch /data/new 2>&1")).contains("Read-only file system");
    }

    @Test
    void writableMountIsWrittenOnTheHost() throws Exception {
        run("echo result > /scratch/result");

        assertThat(root.resolve("scratch/result")).hasContent("result");
    }

    @Test
    void tmpfsHasTheSizeFromThePreset() throws Exception {
        assertThat(run("stat -f -c %T /fast")).isEqualTo("tmpfs");
        assertThat(run("df --output=size -k /fast | tail -1")).isEqualTo("8192");
    }

    @Test
    void initHostNameAndRuntimeAreSetFromThePreset() throws Exception {
        assertThat(run("cat /proc/1/comm")).isEqualTo("docker-init");
        assertThat(run("hostname")).isEqualTo("big-box");
        assertThat(shape().getHostConfig().getRuntime()).isEqualTo("runc");
    }

    @Test
    void missingMountSourceOrRuntimeIsReportedWithTheEngineError() {
        assertThatThrownBy(() -> INSTALLATION.created(root, only(null, new HostMount("/srv/not-there", "/data", true))))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("/srv/not-there");
        assertThatThrownBy(() -> INSTALLATION.created(root, only("imaginary", null)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("imaginary");
    }

    @Test
    void containerIsStoppedWithThePresetStopSignal() {
        NewContainer withSignal = INSTALLATION.created(root, options(List.of(), List.of(), null, "SIGKILL"));
        INSTALLATION.engine().start(withSignal.id());

        INSTALLATION.engine().stop(withSignal.id(), Duration.ofSeconds(10));

        assertThat(INSTALLATION.engine().find(withSignal.id()).orElseThrow().exitCode())
                .as("the exit code of a killed process")
                .isEqualTo(137);
    }

    @Test
    void deviceRequestIsPassedToTheEngine() {
        NewContainer gpu = INSTALLATION.created(
                root, options(List.of(new DeviceRequest(null, -1, List.of(), List.of())), List.of(), null, null));

        assertThatThrownBy(() -> INSTALLATION.engine().start(gpu.id()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("gpu");
    }

    private static PresetOptions only(@Nullable String runtime, @Nullable HostMount mount) {
        return options(List.of(), mount == null ? List.of() : List.of(mount), runtime, null);
    }

    private static PresetOptions options(
            List<DeviceRequest> requests,
            List<HostMount> mounts,
            @Nullable String runtime,
            @Nullable String stopSignal) {
        return new PresetOptions(
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                requests,
                mounts,
                List.of(),
                Map.of(),
                Map.of(),
                runtime,
                null,
                null,
                stopSignal);
    }

    private static InspectContainerResponse shape() {
        return INSTALLATION
                .docker()
                .inspectContainerCmd(INSTALLATION.nameOf(made.id()))
                .exec();
    }

    private static String run(String command) throws InterruptedException {
        String exec = INSTALLATION
                .docker()
                .execCreateCmd(INSTALLATION.nameOf(made.id()))
                .withCmd("sh", "-c", command)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        StringBuilder output = new StringBuilder();
        INSTALLATION
                .docker()
                .execStartCmd(exec)
                .exec(new ResultCallback.Adapter<>() {
                    @Override
                    public void onNext(Frame frame) {
                        output.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                    }
                })
                .awaitCompletion();
        return output.toString().strip();
    }
}
