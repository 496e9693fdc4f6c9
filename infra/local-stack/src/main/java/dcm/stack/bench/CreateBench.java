package dcm.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.stack.api.StackApiClient;
import dcm.stack.installation.Installation;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.SystemCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Measures the time to create a container, from the request until its SSH server has answered. Three variants alternate
 * in random order, on the same image and an idle stack: DCM's REST API, which answers when the engine has started the
 * container, like {@code docker run}; {@code docker run} on the same engine; {@code docker service create} on a swarm
 * with its own engine.
 *
 * <p>Also measures parts of DCM: until the outcome, which follows the SSH banner; until the decision; and from the last
 * event until the view shows it.
 */
public final class CreateBench {
    /** How many containers are created first, so that the JVMs are warm as in an installation in use. */
    private static final int CONTAINERS_BEFORE = 100;

    private static final int WARM_UP = 5;

    private static final Map<String, String> REQUEST = Map.of("image", "debian-ssh");
    private static final String UNTIL_LAUNCHED = "wait=" + BenchAccount.TIMEOUT.toSeconds() + ", until=launched";
    /** Below the ephemeral ports: a client that polls a port in that range may connect to itself. */
    private static final int RUN_PORT = 29_001;

    private static final String LOOPBACK = "127.0.0.1";

    private final Random order = new Random(1);
    private final Installation installation;
    private final int rounds;
    private final Measurements measured =
            new Measurements("dcm", "docker-run", "docker-service", "dcm-outcome", "dcm-decision", "dcm-view");

    public CreateBench(Installation installation, int rounds) {
        this.installation = installation;
        this.rounds = rounds;
    }

    public BenchResult run(Consumer<String> progress) {
        BenchAccount account = BenchAccount.open(installation, "bench");
        try (BenchSwarm swarm = new BenchSwarm(installation, BenchAccount.IMAGE)) {
            swarm.start();
            for (int made = 0; made < CONTAINERS_BEFORE; made++) {
                StackApiClient bench = account.client();
                BenchAccount.remove(bench, create(bench, BenchAccount.TIMEOUT));
            }
            for (int round = 1; round <= WARM_UP + rounds; round++) {
                StackApiClient bench = account.client();
                boolean counts = round > WARM_UP;
                List<Runnable> ways = new ArrayList<>(List.of(
                        () -> measured.add("dcm", dcm(bench), counts),
                        () -> measured.add("dcm-outcome", outcome(bench), counts),
                        () -> measured.add("docker-run", dockerRun(), counts),
                        () -> measured.add("docker-service", swarmService(swarm), counts)));
                // In random order and after a pause, because the kernel and the engines clean up after a variant
                // asynchronously.
                Collections.shuffle(ways, order);
                for (Runnable way : ways) {
                    PollDelay.whileAllIsClearedAway();
                    way.run();
                }
                PollDelay.whileAllIsClearedAway();
                decision(bench, counts);
                if (counts && (round - WARM_UP) % 10 == 0) {
                    progress.accept("round %d of %d".formatted(round - WARM_UP, rounds));
                }
            }
        }
        return measured.result(
                "create",
                List.of(
                        List.of("dcm", "docker-run"),
                        List.of("dcm", "docker-service"),
                        List.of("docker-service", "docker-run")));
    }

    private static long dcm(StackApiClient bench) {
        long began = System.nanoTime();
        JsonNode launched =
                bench.post("/v1/containers", REQUEST, UNTIL_LAUNCHED).expectDone();
        awaitSsh(launched);
        long took = System.nanoTime() - began;
        end(bench, launched);
        BenchAccount.remove(bench, launched);
        return took;
    }

    private static long outcome(StackApiClient bench) {
        long began = System.nanoTime();
        JsonNode made = create(bench, BenchAccount.TIMEOUT);
        long took = System.nanoTime() - began;
        // The answer follows the worker's check of the SSH banner; this verifies it.
        awaitSsh(made);
        BenchAccount.remove(bench, made);
        return took;
    }

    private void decision(StackApiClient bench, boolean counts) {
        long began = System.nanoTime();
        JsonNode asked = create(bench, Duration.ZERO);
        measured.add("dcm-decision", System.nanoTime() - began, counts);
        JsonNode ended = end(bench, asked);
        Duration shown = Duration.between(Instant.parse(ended.path("endedAt").asText()), Instant.now());
        measured.add("dcm-view", shown.toNanos(), counts);
        BenchAccount.remove(bench, asked);
    }

    private static JsonNode create(StackApiClient bench, Duration wait) {
        return bench.post("/v1/containers", REQUEST, wait).expectDone();
    }

    /** The outcome of a create, after it has ended. */
    private static JsonNode end(StackApiClient bench, JsonNode asked) {
        return bench.get("/v1/intents/" + asked.path("intent").asText() + "?wait=60")
                .expectDone();
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
                LOOPBACK + ":" + RUN_PORT + ":22",
                "-e",
                "DCM_USER=bench",
                "-e",
                "DCM_CONTAINER=bench",
                BenchAccount.IMAGE);
        SshServerProbe.await(LOOPBACK, RUN_PORT);
        long took = System.nanoTime() - began;
        SystemCommand.run("docker", "-H", installation.dockerHost(), "rm", "-f", id);
        return took;
    }

    private static long swarmService(BenchSwarm swarm) {
        long began = System.nanoTime();
        BenchSwarm.Service service = swarm.create();
        SshServerProbe.await(LOOPBACK, service.port());
        long took = System.nanoTime() - began;
        swarm.remove(service);
        return took;
    }

    private static void awaitSsh(JsonNode container) {
        JsonNode ssh = container.path("ssh");
        SshServerProbe.await(ssh.path("address").asText(), ssh.path("port").asInt());
    }
}
