package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How long a container takes from being asked for until its SSH server has answered once, in three ways that alternate within one
 * run, on the same image: DCM's REST API, whose answer comes after its worker read the SSH server's; {@code docker run} on the same
 * engine; {@code docker service create} on a swarm of one engine of its own. Besides, of DCM's part alone: until the decision is
 * answered, and from the last event until the view shows it.
 */
final class CreateBench {
    private static final String NAME = "bench";
    private static final String IMAGE = "dcm/debian-ssh:13";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WARM_UP = 15;
    /** Below the ports that the kernel gives to clients: one that tries a port there until it answers may connect to itself. */
    private static final int RUN_PORT = 29_001;

    private final Installation installation;
    private final int rounds;
    private final People people;
    private final Map<String, List<Long>> measured = new LinkedHashMap<>();

    CreateBench(Installation installation, int rounds) {
        this.installation = installation;
        this.rounds = rounds;
        this.people = new People(installation);
        List.of("dcm", "docker-run", "docker-service", "dcm-decision", "dcm-view")
                .forEach(arm -> measured.put(arm, new ArrayList<>()));
    }

    BenchResult run(Consumer<String> progress) {
        people.add(NAME, "Bench", "user", List.of(key()));
        try (BenchSwarm swarm = new BenchSwarm(installation, IMAGE)) {
            swarm.start();
            for (int round = 1; round <= WARM_UP + rounds; round++) {
                // A token lives five minutes, a run may take longer.
                DoorClient bench = people.as(NAME);
                boolean counts = round > WARM_UP;
                List<Runnable> ways = new ArrayList<>(List.of(
                        () -> dcm(bench, counts),
                        () -> record("docker-run", dockerRun(), counts),
                        () -> record("docker-service", swarmService(swarm), counts)));
                // What one way leaves for the engine to clear away must not burden always the same other one.
                Collections.rotate(ways, round);
                ways.forEach(Runnable::run);
                if (counts && (round - WARM_UP) % 10 == 0) {
                    progress.accept("round %d of %d".formatted(round - WARM_UP, rounds));
                }
            }
        }
        return BenchResult.of(
                "create",
                measured,
                List.of(
                        List.of("dcm", "docker-run"),
                        List.of("dcm", "docker-service"),
                        List.of("docker-service", "docker-run")));
    }

    private void dcm(DoorClient bench, boolean counts) {
        long began = System.nanoTime();
        JsonNode made = bench.post("/v1/containers", Map.of("image", "debian-ssh"), PATIENCE)
                .expectDone();
        record("dcm", System.nanoTime() - began, counts);
        // The answer came after a worker had read the greeting. That is true, or this fails.
        awaitBanner(made.path("ssh").path("port").asInt());
        remove(bench, made.path("container").asText());

        began = System.nanoTime();
        JsonNode asked = bench.post("/v1/containers", Map.of("image", "debian-ssh"), Duration.ZERO)
                .expectDone();
        record("dcm-decision", System.nanoTime() - began, counts);
        JsonNode ended = bench.get("/v1/intents/" + asked.path("intent").asText() + "?wait=60")
                .expectDone();
        Duration shown = Duration.between(Instant.parse(ended.path("endedAt").asText()), Instant.now());
        record("dcm-view", shown.toNanos(), counts);
        remove(bench, asked.path("container").asText());
    }

    private static void remove(DoorClient bench, String container) {
        bench.delete("/v1/containers/" + container + "?force=true", PATIENCE).expectDone();
    }

    private long dockerRun() {
        long began = System.nanoTime();
        String id = SystemCommand.run(
                "docker",
                "-H",
                installation.dockerHost(),
                "run",
                "-d",
                "-p",
                "127.0.0.1:" + RUN_PORT + ":22",
                "-e",
                "DCM_USER=bench",
                "-e",
                "DCM_CONTAINER=bench",
                IMAGE);
        awaitBanner(RUN_PORT);
        long took = System.nanoTime() - began;
        SystemCommand.run("docker", "-H", installation.dockerHost(), "rm", "-f", id);
        return took;
    }

    private static long swarmService(BenchSwarm swarm) {
        long began = System.nanoTime();
        BenchSwarm.Service service = swarm.create();
        awaitBanner(service.port());
        long took = System.nanoTime() - began;
        swarm.remove(service);
        return took;
    }

    private void record(String arm, long nanos, boolean counts) {
        if (counts) {
            measured.computeIfAbsent(arm, name -> new ArrayList<>()).add(nanos);
        }
    }

    private String key() {
        Path key = installation.home().resolve("bench-key");
        try {
            if (!Files.exists(key)) {
                SystemCommand.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", NAME, "-f", key.toString());
            }
            return Files.readString(Path.of(key + ".pub")).strip();
        } catch (IOException e) {
            throw new StackFailure("%s.pub cannot be read: %s".formatted(key, e.getMessage()), e);
        }
    }

    private static void awaitBanner(int port) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(port)) {
            if (System.nanoTime() > end) {
                throw new StackFailure("No SSH server answers at port %d.".formatted(port));
            }
            Pause.shortly();
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(1000);
            return socket.getInputStream().readNBytes(4).length == 4;
        } catch (IOException notYet) {
            return false;
        }
    }
}
