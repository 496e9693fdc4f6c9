package dcm.stack.engine;

import dcm.stack.installation.Installation;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.part.DetachedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A second Docker Engine for tests and benchmarks that stop it or need other settings. Its data, socket and pid are
 * below one directory. With live restore, its containers continue while it is stopped.
 */
public final class PrivateEngine implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Path directory;
    private String settings;
    private final DetachedProcess process;
    private final String bridge;
    private final String bridgeAddress;

    /**
     * An engine that is not started.
     *
     * @param installation the installation whose directories contain its log and pid
     * @param bridge the device of its default network, at most 15 characters. Never "none": an engine without a bridge
     *     deletes {@code docker0}, which belongs to another engine
     * @param bridgeAddress the bridge's address {@code A.B.0.1/24}; other networks get addresses from {@code A.B.128.0}
     * @param liveRestore whether containers continue while it is stopped; must be false to join a swarm
     */
    public PrivateEngine(
            Installation installation, String name, String bridge, String bridgeAddress, boolean liveRestore) {
        this(installation, name, bridge, bridgeAddress, liveRestore, "overlay2");
    }

    /** The same with a storage driver other than {@code overlay2}. */
    public PrivateEngine(
            Installation installation,
            String name,
            String bridge,
            String bridgeAddress,
            boolean liveRestore,
            String storageDriver) {
        this.directory = installation.data(name);
        String pool = bridgeAddress.replaceFirst("^([0-9]+\\.[0-9]+)\\..*", "$1.128.0/17");
        this.settings = """
                {
                  "userns-remap": "default",
                  "log-driver": "local",
                  "live-restore": %s,
                  "storage-driver": "%s",
                  "runtimes": {"dcm": {"path": "%s"}},
                  "default-address-pools": [{"base": "%s", "size": 24}]
                }
                """.formatted(
                        liveRestore, storageDriver, installation.programs().engineFile("runtime"), pool);
        this.process = new DetachedProcess(installation, name);
        this.bridge = bridge;
        this.bridgeAddress = bridgeAddress;
    }

    /** The address of the engine. */
    public String host() {
        return "unix://" + directory.resolve("docker.sock");
    }

    /** Starts it and waits until it answers. */
    public PrivateEngine start() {
        writeSettings();
        makeBridge();
        process.launch(
                List.of(
                        "dockerd",
                        "--config-file",
                        directory.resolve("daemon.json").toString(),
                        "--data-root",
                        directory.resolve("data").toString(),
                        "--exec-root",
                        directory.resolve("exec").toString(),
                        "--pidfile",
                        directory.resolve("docker.pid").toString(),
                        "-H",
                        host(),
                        "--bridge",
                        bridge),
                Map.of());
        long end = System.nanoTime() + BOUND.toNanos();
        while (!answers()) {
            if (System.nanoTime() > end) {
                throw new StackFailure("A private Docker Engine does not answer at %s.".formatted(host()));
            }
            PollDelay.briefly();
        }
        return this;
    }

    private void writeSettings() {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("daemon.json"), settings);
        } catch (IOException e) {
            throw new StackFailure("Cannot write to %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    /** Turns live-restore on or off while it runs, see the constructor. */
    public void liveRestore(boolean on) {
        settings = settings.replaceFirst("\"live-restore\": [a-z]+", "\"live-restore\": " + on);
        writeSettings();
        SystemCommand.run("kill", "-HUP", Long.toString(process.pid().orElseThrow()));
        long end = System.nanoTime() + BOUND.toNanos();
        while (!SystemCommand.run("docker", "-H", host(), "info", "--format", "{{.LiveRestoreEnabled}}")
                .equals(Boolean.toString(on))) {
            if (System.nanoTime() > end) {
                throw new StackFailure("A private Docker Engine did not change its live-restore.");
            }
            PollDelay.briefly();
        }
    }

    /** Starts it unless it runs. */
    public void ensureStarted() {
        if (process.pid().isEmpty()) {
            start();
        }
    }

    /** Stops the engine, but not its containers. */
    public void stop() {
        process.stop();
    }

    /** Kills it, like a power cut. */
    public void kill() {
        process.kill();
    }

    /** Copies an image from the machine's engine. */
    public void load(String image) {
        SystemCommand.run("sh", "-c", "docker save '%s' | docker -H '%s' load".formatted(image, host()));
    }

    /** Removes all its data; it must not run. */
    public void clear() {
        StaleMounts.removeTree(directory);
    }

    /** Stops it, and removes its containers and networks, whose bridges and firewall rules would stay in the kernel. */
    @Override
    public void close() {
        if (answers()) {
            removeContainersAndNetworks();
        }
        stop();
        SystemCommand.run("ip", "link", "delete", bridge);
        removeFirewallRules();
    }

    private void removeContainersAndNetworks() {
        String script = """
                docker -H "$1" ps -aq | xargs -r docker -H "$1" rm -f
                docker -H "$1" network ls -q --filter type=custom | xargs -r docker -H "$1" network rm
                """;
        SystemCommand.run("bash", "-c", script, "remove-networks", host());
    }

    /** An engine that stops leaves its bridge's rules behind. */
    private void removeFirewallRules() {
        String script = """
                for table in filter nat; do
                    iptables-save -t "$table" | sed -n 's/^-A //p' | grep -w -- "$1" |
                        while read -r rule; do iptables -t "$table" -D $rule || true; done
                done
                """;
        SystemCommand.run("bash", "-c", script, "remove-rules", bridge);
    }

    private void makeBridge() {
        if (!Files.exists(Path.of("/sys/class/net", bridge))) {
            SystemCommand.run("ip", "link", "add", bridge, "type", "bridge");
            SystemCommand.run("ip", "address", "add", bridgeAddress, "dev", bridge);
            SystemCommand.run("ip", "link", "set", bridge, "up");
        }
    }

    private boolean answers() {
        try {
            SystemCommand.run("docker", "-H", host(), "version");
            return true;
        } catch (StackFailure notYet) {
            return false;
        }
    }
}
