package dcm.journey.install;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import dcm.journey.support.Eventually;
import dcm.journey.support.ShellRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * A machine without DCM and what it needs: a privileged container of this machine's engine. The release is mounted at {@link
 * #RELEASE}.
 */
final class NewMachine implements AutoCloseable {
    static final String RELEASE = "/release";

    /** The same of the release in infra/release/previous. */
    static final String PREVIOUS_RELEASE = "/previous-release";

    static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
    private static final String IMAGE = "dcm/new-machine:13";

    private final boolean booted;
    private final GenericContainer<?> machine;

    /** The directory of {@link #plainWith} and {@link #bootedWith}. */
    static final String SHARED = "/shared";

    /** Starts a machine without an init system. */
    static NewMachine plain() {
        return new NewMachine(false, List.of());
    }

    /** The same, with a directory that outlives the machine. */
    static NewMachine plainWith(Path shared) {
        return new NewMachine(false, List.of(bind(shared)));
    }

    private static Bind bind(Path shared) {
        return new Bind(shared.toString(), new Volume(SHARED), AccessMode.rw);
    }

    /** Starts a machine whose services systemd manages. */
    static NewMachine booted() {
        return new NewMachine(true, List.of());
    }

    /** The same, with a directory that outlives the machine. */
    static NewMachine bootedWith(Path shared) {
        return new NewMachine(true, List.of(bind(shared)));
    }

    @SuppressWarnings("resource") // closed by close()
    private NewMachine(boolean booted, List<Bind> others) {
        this.booted = booted;
        List<Bind> binds = new ArrayList<>(others);
        binds.add(new Bind(SOURCES.resolve("target/release").toString(), new Volume(RELEASE), AccessMode.ro));
        binds.add(new Bind(
                SOURCES.resolve("target/previous-release").toString(), new Volume(PREVIOUS_RELEASE), AccessMode.ro));
        this.machine = new GenericContainer<>(new ImageFromDockerfile(IMAGE, false)
                        .withFileFromPath(".", SOURCES.resolve("system-tests/new-machine")))
                .withPrivilegedMode(true)
                // Not withFileSystemBind, which first tries for two minutes to pull an image.
                .withCreateContainerCmdModifier(command ->
                        command.getHostConfig().withUsernsMode("host").withBinds(binds));
        if (booted) {
            machine.withCommand("/sbin/init")
                    .withEnv("container", "docker")
                    .withEnv("SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE", "1")
                    .withTmpFs(Map.of("/run", "rw", "/run/lock", "rw"));
        }
        machine.start();
        awaitSystemd();
    }

    private void awaitSystemd() {
        if (booted) {
            Eventually.that("systemd runs", () -> succeeds("systemctl show --property=Version"));
        }
    }

    /** Stops the machine, and starts it again with the same disks. */
    void restart() {
        // systemd ends at this signal.
        ShellRunner.run("docker", "restart", "--signal", "SIGRTMIN+3", "--time", "90", machine.getContainerId());
        awaitSystemd();
    }

    /** Its address, at which other machines of the tests reach it. */
    String address() {
        return ShellRunner.run(
                "docker", "inspect", "--format", "{{.NetworkSettings.IPAddress}}", machine.getContainerId());
    }

    /** The output of a shell command that must succeed. */
    String run(String command) {
        return ShellRunner.run(words(command));
    }

    /** Lets it trust the same authorities, and use the same mirrors of Maven and npm. */
    void trustWhatThisMachineTrusts() {
        run("apt-get update -qq && apt-get install -y -qq --no-install-recommends ca-certificates git");
        for (String file : List.of("/usr/local/share/ca-certificates", "/root/.npmrc", "/root/.m2/settings.xml")) {
            if (Files.exists(Path.of(file))) {
                String directory = Path.of(file).getParent().toString();
                run("mkdir -p " + directory);
                ShellRunner.run("docker", "cp", "--quiet", file, machine.getContainerId() + ":" + directory);
                run("chown -R root:root " + file);
            }
        }
        run("update-ca-certificates");
    }

    /** Writes a text into a file. */
    void write(String file, String text) {
        run("cat >" + file + " <<'END'\n" + text + "\nEND");
    }

    boolean succeeds(String command) {
        return ShellRunner.attempt(List.of(words(command))).code() == 0;
    }

    private String[] words(String command) {
        List<String> words = new ArrayList<>(List.of("docker", "exec", "-e", "DEBIAN_FRONTEND=noninteractive"));
        words.addAll(List.of(machine.getContainerId(), "bash", "-c", command));
        return words.toArray(String[]::new);
    }

    @Override
    public void close() {
        machine.stop();
        if (booted) {
            // Those of another machine that runs cannot be removed.
            ShellRunner.attempt(List.of(SOURCES + "/system-tests/cluster/remove-unused-cgroups"));
        }
    }
}
