package dcm.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.stack.api.StackApiClient;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Compares the time to create twenty containers at once, until the SSH server of the last one has answered. Three
 * variants alternate on the same engine and image: twenty requests to DCM's REST API by two users; two requests for ten
 * containers each; twenty {@code docker run} started by {@code xargs -P 20}.
 */
public final class CrowdBench {
    private static final int EACH = 10; // the default quota
    private static final int FIRST_RUN_PORT = 29_001;
    /** So that {@link #EACH} containers fit into the default CPU quota. */
    private static final double CPUS = 0.8;

    private final Installation installation;
    private final int rounds;
    private final Measurements measured = new Measurements("dcm-20", "dcm-2x10", "docker-run-20");

    public CrowdBench(Installation installation, int rounds) {
        this.installation = installation;
        this.rounds = rounds;
    }

    public BenchResult run(Consumer<String> progress) {
        List<BenchAccount> accounts =
                List.of(BenchAccount.open(installation, "bench-a"), BenchAccount.open(installation, "bench-b"));
        for (int round = 0; round <= rounds; round++) {
            List<StackApiClient> clients =
                    accounts.stream().map(BenchAccount::client).toList();
            boolean counts = round > 0; // the first round is for warm-up
            List<Runnable> ways = new ArrayList<>(List.of(
                    () -> dcm("dcm-20", clients, EACH, 1, counts),
                    () -> dcm("dcm-2x10", clients, 1, EACH, counts),
                    () -> dockerRun(counts)));
            Collections.rotate(ways, round);
            ways.forEach(Runnable::run);
            if (counts) {
                progress.accept("round %d of %d".formatted(round, rounds));
            }
        }
        return measured.result(
                "crowd", List.of(List.of("dcm-20", "docker-run-20"), List.of("dcm-2x10", "docker-run-20")));
    }

    private void dcm(String arm, List<StackApiClient> clients, int requests, int count, boolean counts) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long began = System.nanoTime();
            List<Future<JsonNode>> asked = clients.stream()
                    .flatMap(client ->
                            IntStream.range(0, requests).mapToObj(n -> threads.submit(() -> ask(client, count))))
                    .toList();
            for (Future<JsonNode> one : asked) {
                one.get(); // the answer follows the SSH banner of each container
            }
            measured.add(arm, System.nanoTime() - began, counts);
            List<Future<?>> removed = new ArrayList<>();
            for (StackApiClient client : clients) {
                client.get("/v1/containers")
                        .expectDone()
                        .path("items")
                        .forEach(container -> removed.add(threads.submit(() -> client.delete(
                                        "/v1/containers/" + container.path("id").asText() + "?force=true",
                                        BenchAccount.TIMEOUT)
                                .expectDone())));
            }
            for (Future<?> one : removed) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("The benchmark was interrupted.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StackFailure failure ? failure : new IllegalStateException(e);
        }
    }

    private static JsonNode ask(StackApiClient client, int count) {
        Map<String, ?> one = Map.of("image", "debian-ssh", "cpus", CPUS);
        Map<String, ?> several = Map.of("image", "debian-ssh", "cpus", CPUS, "count", count);
        StackApiClient.Answer answer = client.post("/v1/containers", count == 1 ? one : several, BenchAccount.TIMEOUT);
        if (answer.status() != 201) {
            throw new StackFailure("Not all containers were created: %s".formatted(answer.body()));
        }
        return answer.body();
    }

    private void dockerRun(boolean counts) {
        int last = FIRST_RUN_PORT + 2 * EACH - 1;
        long began = System.nanoTime();
        String ids = SystemCommand.run(
                "sh",
                "-c",
                ("seq %d %d | xargs -P 20 -I PORT docker -H '%s' run -d -p 127.0.0.1:PORT:22"
                                + " -e DCM_USER=bench -e DCM_CONTAINER=bench %s")
                        .formatted(FIRST_RUN_PORT, last, installation.dockerHost(), BenchAccount.IMAGE));
        IntStream.rangeClosed(FIRST_RUN_PORT, last).forEach(port -> SshServerProbe.await("127.0.0.1", port));
        measured.add("docker-run-20", System.nanoTime() - began, counts);
        List<String> remove = new ArrayList<>(List.of("docker", "-H", installation.dockerHost(), "rm", "-f"));
        ids.lines().forEach(remove::add);
        SystemCommand.run(remove.toArray(String[]::new));
    }
}
