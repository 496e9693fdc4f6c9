package dcm.stack.bench;

import dcm.stack.engine.PrivateEngine;
import dcm.stack.installation.Installation;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Docker swarm of one node for comparison. It has its own engine, because an engine with live restore cannot join a
 * swarm.
 */
final class BenchSwarm implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int FIRST_PORT = 29_101;

    private final String image;
    private final PrivateEngine engine;
    private final BlockingQueue<String> started = new LinkedBlockingQueue<>();
    private String imageId = "";
    private int nextPort = FIRST_PORT;
    private @Nullable Process events;

    /** A service of one container with its SSH port published. */
    record Service(String id, int port) {}

    /** @param image an image name in the machine's engine */
    BenchSwarm(Installation installation, String image) {
        this.image = image;
        this.engine = new PrivateEngine(installation, "swarm-engine", "dcm-bench0", "10.212.0.1/24", false);
    }

    void start() {
        engine.clear();
        engine.start();
        engine.load(image);
        // By id: for a name, a swarm queries a registry even if it has the image.
        imageId = docker("image", "inspect", "--format", "{{.Id}}", image);
        docker("swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1:2377");
        Process follower = SystemCommand.start(
                "docker", "-H", engine.host(), "events", "--filter", "event=start", "--format", "{{.ID}}");
        events = follower;
        Thread.ofVirtual()
                .name("swarm-events")
                .start(() -> follower.inputReader().lines().forEach(started::add));
    }

    /** Creates a service and returns when its container has started. */
    Service create() {
        // A new port each time, because a swarm releases a published port only some time after the service is gone.
        int port = nextPort++;
        String id = docker(
                "service",
                "create",
                "--detach",
                "--quiet",
                "--no-resolve-image",
                "--publish",
                "mode=host,target=22,published=" + port,
                "--env",
                "DCM_USER=bench",
                "--env",
                "DCM_CONTAINER=bench",
                imageId);
        awaitStart();
        return new Service(id, port);
    }

    void remove(Service service) {
        docker("service", "rm", service.id());
        while (!docker("ps", "-aq").isEmpty()) {
            PollDelay.briefly();
        }
    }

    /**
     * Waits for the container's start. A connection attempt before the container has its address fails in ARP, and the
     * kernel retries only after a second.
     */
    private void awaitStart() {
        try {
            if (started.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS) == null) {
                throw new StackFailure("The swarm started no container within %s.".formatted(TIMEOUT));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while a swarm started a container.", e);
        }
    }

    private String docker(String... words) {
        var command = new ArrayList<>(List.of("docker", "-H", engine.host()));
        command.addAll(List.of(words));
        return SystemCommand.run(command);
    }

    @Override
    public void close() {
        if (events != null) {
            events.destroy();
        }
        try {
            docker("swarm", "leave", "--force"); // otherwise its networks could not be removed
            engine.close();
            engine.clear();
        } catch (StackFailure failed) {
            System.err.println(
                    "The engine of the swarm was not removed: " + failed.getMessage()); // after minutes of measuring
        }
    }
}
