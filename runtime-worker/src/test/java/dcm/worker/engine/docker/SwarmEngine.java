package dcm.worker.engine.docker;

import static org.awaitility.Awaitility.await;

import dcm.worker.host.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A Docker Engine that is the manager of a swarm of its own. It has a network namespace, so that its networks, ports and rules
 * are gone with it and disturb no other engine. Its containers are not reached from outside.
 */
final class SwarmEngine implements AutoCloseable {
    private static final String SETTINGS = """
            {"userns-remap": "default", "log-driver": "local", "live-restore": false}
            """;

    private static final String START = """
            ip link set lo up
            ip link add uplink0 type bridge
            ip address add 192.0.2.1/24 dev uplink0
            ip link set uplink0 up
            exec dockerd --config-file "$1/daemon.json" --data-root "$1/data" --exec-root "$1/exec" \
                --pidfile "$1/docker.pid" -H "unix://$1/docker.sock"
            """;

    private final Path directory;
    private final Process process;

    /** @param directory its data and socket; a short path, which all users reach */
    SwarmEngine(Path directory, String image) throws IOException, InterruptedException {
        this.directory = directory;
        Files.writeString(directory.resolve("daemon.json"), SETTINGS);
        this.process = new ProcessBuilder("unshare", "--net", "sh", "-c", START, "start", directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        await("the engine").atMost(Duration.ofSeconds(60)).until(this::answers);
        docker("swarm", "init", "--advertise-addr", "192.0.2.1", "--listen-addr", "192.0.2.1:2377");
        CommandRunner.run("sh", "-c", "docker save '%s' | docker -H '%s' load".formatted(image, host()));
    }

    /** Its address. */
    String host() {
        return "unix://" + directory.resolve("docker.sock");
    }

    /** Runs Docker's command, and returns its output. */
    String docker(String... words) throws IOException, InterruptedException {
        String[] command = new String[words.length + 3];
        command[0] = "docker";
        command[1] = "-H";
        command[2] = host();
        System.arraycopy(words, 0, command, 3, words.length);
        return CommandRunner.run(command).strip();
    }

    private boolean answers() throws InterruptedException {
        try {
            docker("version");
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        await("the end of the engine").atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
        // JUnit follows no links when it deletes a directory, and warns of each.
        try {
            CommandRunner.run("rm", "-rf", directory.resolve("data").toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
