package dcm.stack.bench;

import dcm.stack.api.StackApiClient;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Fills a host with the containers of four owners and removes all of them: with requests to DCM's REST API, and with {@code docker run} and
 * {@code docker rm -f}. Each way makes eight requests at the same time; a request to DCM creates ten containers.
 */
public final class FillBench {
    /** How many SSH ports a host has by default. */
    private static final int MAX_CONTAINERS = 1_000;

    private static final int OWNERS = 4;
    private static final int BATCH = 10;
    private static final int AT_ONCE = 8;
    private static final int FIRST_RUN_PORT = 29_001;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration RENEWAL = Duration.ofMinutes(2);
    private static final Map<String, ?> REQUEST =
            Map.of("image", "debian-ssh", "count", BATCH, "memoryMiB", 64, "cpus", 0.1);

    private final Installation installation;
    private final int containers;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    private final Map<BenchAccount, Client> clients = new HashMap<>();

    /** A container of an account. */
    private record Created(BenchAccount account, String id) {}

    /** A client, whose token is valid for five minutes. */
    private record Client(StackApiClient api, Instant at) {
        boolean isValid() {
            return at.plus(RENEWAL).isAfter(Instant.now());
        }
    }

    /**
     * @param containers how many are created, rounded up to tens
     * @throws StackFailure if a host cannot have as many
     */
    public FillBench(Installation installation, int containers) {
        if (containers > MAX_CONTAINERS) {
            throw new StackFailure("A host has %1$d SSH ports, which is too few for %2$d containers. Use: -n %1$d"
                    .formatted(MAX_CONTAINERS, containers));
        }
        this.installation = installation;
        this.containers = (containers + BATCH - 1) / BATCH * BATCH;
    }

    public BenchResult run(Consumer<String> progress) {
        double create;
        double remove;
        List<BenchAccount> accounts = new ArrayList<>();
        try {
            for (int n = 1; n <= OWNERS; n++) {
                accounts.add(BenchAccount.openUnlimited(installation, "bench-fill-" + n));
            }
            Queue<Created> created = new ConcurrentLinkedQueue<>();
            create = measure(
                    "dcm create",
                    progress,
                    containers / BATCH,
                    number -> create(accounts.get(number % OWNERS), created));
            List<Created> all = List.copyOf(created);
            remove = measure("dcm remove", progress, all.size(), number -> remove(all.get(number)));
        } finally {
            BenchAccount.closeAll(accounts);
        }
        Queue<String> running = new ConcurrentLinkedQueue<>();
        try {
            create /= measure("docker run", progress, containers, number -> running.add(dockerRun(number)));
        } finally {
            List<String> all = List.copyOf(running);
            remove /= measure("docker rm", progress, all.size(), number -> docker("rm", "-f", all.get(number)));
        }
        figures.put("create/run", create);
        figures.put("remove/rm", remove);
        return new Measurements().result("fill", List.of()).withFigures(figures);
    }

    /** Makes all requests, and returns how long that took, in seconds. */
    private double measure(String name, Consumer<String> progress, int requests, IntConsumer request) {
        double seconds = ConcurrentLoad.run(AT_ONCE, requests, request).elapsed() / NANOS_PER_SECOND;
        figures.put(name + ", seconds", seconds);
        progress.accept("%s: %d containers in %.1f s".formatted(name, containers, seconds));
        return seconds;
    }

    /** The sign-in server would not answer as many requests for tokens as are made here. */
    private synchronized StackApiClient client(BenchAccount account) {
        return clients.compute(
                        account,
                        (of, client) ->
                                client != null && client.isValid() ? client : new Client(of.client(), Instant.now()))
                .api();
    }

    private void create(BenchAccount account, Queue<Created> created) {
        StackApiClient.Answer answer = client(account).post("/v1/containers", REQUEST, TIMEOUT);
        if (answer.status() != 201) {
            throw new StackFailure("Not all containers were created: %s".formatted(answer.body()));
        }
        answer.body()
                .path("containers")
                .findValuesAsText("container")
                .forEach(id -> created.add(new Created(account, id)));
    }

    private void remove(Created container) {
        client(container.account())
                .delete("/v1/containers/" + container.id() + "?force=true", TIMEOUT)
                .expectDone();
    }

    private String dockerRun(int number) {
        String port = "127.0.0.1:%d:22".formatted(FIRST_RUN_PORT + number);
        return docker("run", "-d", "-p", port, "-e", "DCM_USER=bench", "-e", "DCM_CONTAINER=bench", BenchAccount.IMAGE);
    }

    private String docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", installation.dockerHost()));
        command.addAll(List.of(arguments));
        return SystemCommand.run(command.toArray(String[]::new)).strip();
    }
}
