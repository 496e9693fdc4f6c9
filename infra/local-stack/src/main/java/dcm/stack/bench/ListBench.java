package dcm.stack.bench;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures {@code GET /v1/containers}, sixteen requests at once, of an owner without containers and of one with forty. */
public final class ListBench {
    private static final int CONTAINERS = 40;
    private static final int CONCURRENCY = 16;
    private static final int REQUESTS_PER_ROUND = 50;
    private static final int WARM_UP = 2_000;

    private final Installation installation;
    private final int rounds;
    private final BenchConnections connections;
    private final Measurements measured = new Measurements();
    private final Map<String, Double> figures = new LinkedHashMap<>();

    public ListBench(Installation installation, int rounds) {
        this.installation = installation;
        this.rounds = rounds;
        this.connections = new BenchConnections(installation);
    }

    public BenchResult run(Consumer<String> progress) {
        List<BenchAccount> accounts = new ArrayList<>();
        try {
            BenchAccount none = BenchAccount.openUnlimited(installation, "bench-list-0");
            accounts.add(none);
            BenchAccount many = BenchAccount.openUnlimited(installation, "bench-list-" + CONTAINERS);
            accounts.add(many);
            many.client()
                    .post(
                            "/v1/containers",
                            Map.of("image", "debian-ssh", "memoryMiB", 64, "cpus", 0.1, "count", CONTAINERS),
                            BenchAccount.TIMEOUT)
                    .expectDone();
            progress.accept("%d containers are ready".formatted(CONTAINERS));
            list(many, CONTAINERS, WARM_UP);
            for (int containers : List.of(0, CONTAINERS)) {
                ConcurrentLoad.Result result =
                        list(containers == 0 ? none : many, containers, rounds * REQUESTS_PER_ROUND);
                String name = "list-%d".formatted(containers);
                result.durations().forEach(took -> measured.add(name, took, true));
                figures.put(name + " per second", result.perSecond());
                progress.accept(name);
            }
        } finally {
            connections.close();
            BenchAccount.closeAll(accounts);
        }
        return measured.result("list", List.of(List.of("list-" + CONTAINERS, "list-0")))
                .withFigures(figures);
    }

    private ConcurrentLoad.Result list(BenchAccount account, int containers, int requests) {
        String token = account.token();
        String total = "\"total\":" + containers + "}";
        return ConcurrentLoad.run(CONCURRENCY, requests, number -> {
            String answer = connections.get("/v1/containers", token);
            if (!answer.endsWith(total)) {
                throw new StackFailure("Not %d containers were listed: %s".formatted(containers, answer));
            }
        });
    }
}
