package dcm.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Docker Engine of one's own beside the machine's, for tests and measurements that must stop it, or need other settings: its
 * data, socket and pid are below one directory. Containers survive its being stopped if it restores them.
 */
public final class PrivateEngine implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Path directory;
    private final String settings;
    private final PartProcess process;
    private final String bridge;
    private final String bridgeAddress;

    /**
     * An engine that does not run yet.
     *
     * @param installation whose logs and pids its log and pid are with
     * @param bridge the device of its default network, at most 15 characters; never none, since an engine that is told to have
     *     none deletes {@code docker0}, which is another engine's
     * @param bridgeAddress the bridge's address {@code A.B.0.1/24}; other networks get theirs from {@code A.B.128.0} on
     * @param liveRestore whether containers go on while it is stopped; an engine that is to join a swarm cannot
     */
    public PrivateEngine(
            Installation installation, String name, String bridge, String bridgeAddress, boolean liveRestore) {
        this(installation, name, bridge, bridgeAddress, liveRestore, "overlay2");
    }

    /** The same with another storage driver than {@code overlay2}. */
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
                  "default-address-pools": [{"base": "%s", "size": 24}]
                }
                """.formatted(liveRestore, storageDriver, pool);
        this.process = new PartProcess(installation, name);
        this.bridge = bridge;
        this.bridgeAddress = bridgeAddress;
    }

    /** Where it answers. */
    public String host() {
        return "unix://" + directory.resolve("docker.sock");
    }

    /** Starts it, and waits until it answers. */
    public PrivateEngine start() {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("daemon.json"), settings);
        } catch (IOException e) {
            throw new StackFailure("%s cannot be written: %s".formatted(directory, e.getMessage()), e);
        }
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
            Pause.briefly();
        }
        return this;
    }

    /** Starts it unless it runs. */
    public void ensureStarted() {
        if (process.pid().isEmpty()) {
            start();
        }
    }

    /** Stops the engine, not what runs in it. */
    public void stop() {
        process.stop();
    }

    /** Ends it as a power cut would. */
    public void kill() {
        process.kill();
    }

    /** Gives it an image that the machine's engine has. */
    public void load(String image) {
        SystemCommand.run("sh", "-c", "docker save '%s' | docker -H '%s' load".formatted(image, host()));
    }

    /** Removes all it had; it must not run. */
    public void clear() {
        Mounts.removeTree(directory);
    }

    @Override
    public void close() {
        stop();
        SystemCommand.run("ip", "link", "delete", bridge);
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
