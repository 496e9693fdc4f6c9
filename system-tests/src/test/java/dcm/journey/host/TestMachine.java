package dcm.journey.host;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network.Ipam;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.stack.installation.StackPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * Another machine: a privileged container of this machine's engine, with a network namespace, a Docker Engine and a
 * directory of DCM of its own. It joins the stack as a host as an administrator would do it.
 */
final class TestMachine implements AutoCloseable {
    /** The address of this machine in the network of the other machines. */
    static final String OURS = "172.30.0.1";

    private static final String NETWORK = "dcm-test-machines";
    private static final String SUBNET = "172.30.0.0/24";
    private static final String BRIDGE = "machines0";
    private static final String IMAGE = "dcm/test-machine:13";
    private static final String SETTINGS = "/etc/docker/daemon.json";
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();

    private final String name;
    private final boolean booted;
    private final GenericContainer<?> machine;

    /** The stack, which other machines reach at {@link #OURS}. */
    static RunningStack stack() {
        DockerClient docker = DockerClientFactory.lazyClient();
        removeNetwork(docker);
        docker.createNetworkCmd()
                .withName(NETWORK)
                .withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(SUBNET)))
                .withOptions(Map.of("com.docker.network.bridge.name", BRIDGE))
                .exec();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> removeNetwork(docker)));
        return RunningStack.get(OURS);
    }

    private static void removeNetwork(DockerClient docker) {
        try {
            docker.removeNetworkCmd(NETWORK).exec();
        } catch (NotFoundException none) {
            // An earlier run has removed it.
        }
    }

    /** Starts a machine whose engine has the base image. */
    TestMachine(String name) {
        this(name, false, Map.of());
    }

    /** Starts a machine whose services systemd manages. */
    static TestMachine booted(String name) {
        return new TestMachine(name, true, Map.of());
    }

    TestMachine(String name, Map<String, Path> mounts) {
        this(name, false, mounts);
    }

    /**
     * The same.
     *
     * @param booted whether systemd manages its services
     * @param mounts directories of this machine that the other one mounts, by their paths there
     */
    @SuppressWarnings("resource") // closed by close()
    private TestMachine(String name, boolean booted, Map<String, Path> mounts) {
        this.name = name;
        this.booted = booted;
        this.machine = new GenericContainer<>(new ImageFromDockerfile(IMAGE, false)
                        .withFileFromPath(".", SOURCES.resolve("system-tests/cluster")))
                .withPrivilegedMode(true)
                .withFileSystemBind(SOURCES.toString(), SOURCES.toString(), BindMode.READ_ONLY)
                .withFileSystemBind(javaHome(), javaHome(), BindMode.READ_ONLY)
                .withEnv("DCM_NO_INSTALL", "1")
                .withCreateContainerCmdModifier(command -> {
                    command.withHostName(name);
                    command.withIpv4Address(
                            "172.30.0.1" + name.substring(name.length() - 1)); // the same after a restart
                    command.getHostConfig().withUsernsMode("host").withNetworkMode(NETWORK);
                });
        mounts.forEach((there, here) -> machine.withFileSystemBind(here.toString(), there, BindMode.READ_WRITE));
        if (booted) {
            machine.withCommand("/sbin/init")
                    .withEnv("container", "docker")
                    .withEnv("SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE", "1")
                    .withTmpFs(Map.of("/run", "rw", "/run/lock", "rw"));
        }
        machine.start();
        if (booted) {
            awaitBoot();
        }
        run("install", "-D", "-m", "644", SOURCES + "/infra/engine/daemon.json", SETTINGS);
        run(SOURCES + "/infra/engine/ensure-engine");
        ShellRunner.run(
                "sh",
                "-c",
                "docker save %s | docker exec -i %s docker load"
                        .formatted(RunningStack.BASE_IMAGE, machine.getContainerId()));
    }

    private void awaitBoot() {
        Eventually.that(
                "systemd runs",
                () -> ShellRunner.attempt(List.of(
                                        "docker",
                                        "exec",
                                        machine.getContainerId(),
                                        "systemctl",
                                        "show",
                                        "--property=Version"))
                                .code()
                        == 0);
    }

    String name() {
        return name;
    }

    /** Its address in the network of machines. */
    String address() {
        return machine.getContainerInfo()
                .getNetworkSettings()
                .getNetworks()
                .get(NETWORK)
                .getIpAddress();
    }

    /** Joins as a host; returns the output of the command. */
    String join(RunningStack stack, String... options) {
        return run(joining(stack, options));
    }

    /** The output of the command that must not succeed. */
    String triesToJoin(RunningStack stack, String... options) {
        List<String> command = new ArrayList<>(List.of("docker", "exec", machine.getContainerId()));
        command.addAll(List.of(joining(stack, options)));
        ShellRunner.Result result = ShellRunner.attempt(command);
        if (result.code() == 0) {
            throw new AssertionError("joined: " + result.output());
        }
        return result.output();
    }

    private String[] joining(RunningStack stack, String... options) {
        try {
            String answer = ShellRunner.run(stack.launcher("host", "invite", name, "--json"));
            List<String> words = new ArrayList<>(List.of(
                    "host",
                    "join",
                    new JsonMapper().readTree(answer).path("token").asText()));
            words.addAll(List.of(options));
            return launcher(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code ./dcm} there, and returns its output. */
    String dcm(String... words) {
        return run(launcher(List.of(words)));
    }

    private static String[] launcher(List<String> words) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "DCM_HOME=/var/lib/dcm",
                "DCM_REPOSITORY=" + SOURCES,
                "DCM_BASE_IMAGES=" + RunningStack.BASE_IMAGE,
                javaHome() + "/bin/java",
                "-cp",
                SOURCES + "/infra/local-stack/target/local-stack.jar:" + SOURCES + "/infra/local-stack/target/lib/*",
                "dcm.stack.Launcher"));
        command.addAll(words);
        return command.toArray(String[]::new);
    }

    /** Runs a command there, and returns its output. */
    String run(String... words) {
        List<String> command = new ArrayList<>(List.of("docker", "exec", machine.getContainerId()));
        command.addAll(List.of(words));
        return ShellRunner.run(command.toArray(String[]::new));
    }

    /** Turns live-restore of its engine off, which excludes swarms. */
    void endLiveRestore() {
        run("sed", "-i", "s/\"live-restore\": true/\"live-restore\": false/", SETTINGS);
        run("sh", "-c", "kill -HUP $(cat /run/docker.pid)");
        Eventually.that(
                "live-restore is off",
                () -> run("docker", "info", "--format", "{{.LiveRestoreEnabled}}")
                        .equals("false"));
    }

    /** Stops all its processes where they are. */
    void pause() {
        ShellRunner.run("docker", "pause", machine.getContainerId());
    }

    void unpause() {
        ShellRunner.run("docker", "unpause", machine.getContainerId());
    }

    /** Ends all its processes at once, like a power cut. */
    void kill() {
        ShellRunner.run("docker", "kill", machine.getContainerId());
    }

    /** Starts it again, with its engine and its worker; systemd starts these itself. */
    void restart() {
        ShellRunner.run("docker", "start", machine.getContainerId());
        if (booted) {
            return;
        }
        // As after a reboot, nothing of the former processes is left but their files.
        run("sh", "-c", "rm -rf /run/docker* /var/run/docker*");
        run(SOURCES + "/infra/engine/ensure-engine");
        dcm("up");
    }

    /** Drops all its packets to the stack's broker. Users still reach its containers. */
    void cutOff(RunningStack stack) {
        run(toTheBroker(stack, "-I"));
    }

    void endCutOff(RunningStack stack) {
        run(toTheBroker(stack, "-D"));
    }

    /** Ends a pause and a cut that a failed test may have left. */
    void restore(RunningStack stack) {
        ShellRunner.attempt(List.of("docker", "unpause", machine.getContainerId()));
        List<String> end = new ArrayList<>(List.of("docker", "exec", machine.getContainerId()));
        end.addAll(List.of(toTheBroker(stack, "-D")));
        ShellRunner.attempt(end);
    }

    private static String[] toTheBroker(RunningStack stack, String action) {
        String port = Integer.toString(stack.installation().port(StackPort.KAFKA_TLS));
        return new String[] {"iptables", action, "OUTPUT", "-d", OURS, "-p", "tcp", "--dport", port, "-j", "DROP"};
    }

    @Override
    public void close() {
        machine.stop();
        if (booted) {
            ShellRunner.run(SOURCES + "/system-tests/cluster/remove-unused-cgroups");
        }
    }

    private static String javaHome() {
        return System.getProperty("java.home");
    }
}
