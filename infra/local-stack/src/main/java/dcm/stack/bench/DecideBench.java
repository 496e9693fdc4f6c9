package dcm.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.stack.installation.Installation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Measures decisions: renames of a container by REST, from the request until the answer with the outcome. A rename is
 * recorded and decided like any other change, and no host has to do anything for it. The requests are of one owner or of
 * eight, whose decisions admission makes independently.
 */
public final class DecideBench {
    private static final int OWNERS = 8;
    private static final int WARM_UP = 1_000;
    private static final List<Integer> CONCURRENCY = List.of(1, 16, 64);

    /** Requests per round and client, up to this number of clients. */
    private static final int MAX_COUNTED_CLIENTS = 16;

    private final Installation installation;
    private final int rounds;
    private final BenchConnections connections;
    private final AtomicInteger names = new AtomicInteger();
    private final Measurements measured = new Measurements();
    private final Map<String, Double> figures = new LinkedHashMap<>();

    public DecideBench(Installation installation, int rounds) {
        this.installation = installation;
        this.rounds = rounds;
        this.connections = new BenchConnections(installation);
    }

    /** An owner with a container. */
    private record Owner(BenchAccount account, String container) {}

    public BenchResult run(Consumer<String> progress) {
        List<BenchAccount> accounts = new ArrayList<>();
        try {
            List<Owner> owners = new ArrayList<>();
            for (int n = 1; n <= OWNERS; n++) {
                BenchAccount account = BenchAccount.openUnlimited(installation, "bench-decide-" + n);
                accounts.add(account);
                owners.add(withContainer(account));
            }
            progress.accept("%d owners are ready".formatted(OWNERS));
            rename(owners, MAX_COUNTED_CLIENTS, WARM_UP);
            for (List<Owner> some : List.of(owners.subList(0, 1), owners)) {
                for (int clients : CONCURRENCY) {
                    ConcurrentLoad.Result result =
                            rename(some, clients, rounds * 2 * Math.min(clients, MAX_COUNTED_CLIENTS));
                    String name = "%d-owner%s-%d".formatted(some.size(), some.size() == 1 ? "" : "s", clients);
                    result.durations().forEach(took -> measured.add(name, took, true));
                    figures.put(name + " per second", result.perSecond());
                    progress.accept(name);
                }
            }
        } finally {
            connections.close();
            BenchAccount.closeAll(accounts);
        }
        return measured.result("decide", List.of()).withFigures(figures);
    }

    private static Owner withContainer(BenchAccount account) {
        JsonNode made = account.client()
                .post("/v1/containers", Map.of("image", "debian-ssh", "memoryMiB", 64), BenchAccount.TIMEOUT)
                .expectDone();
        return new Owner(account, made.path("container").asText());
    }

    private ConcurrentLoad.Result rename(List<Owner> owners, int clients, int requests) {
        List<String> tokens =
                owners.stream().map(owner -> owner.account().token()).toList();
        return ConcurrentLoad.run(clients, requests, number -> {
            int owner = number % owners.size();
            String path = "/v1/containers/" + owners.get(owner).container() + "/rename";
            connections.post(path, tokens.get(owner), "{\"name\":\"n%d\"}".formatted(names.incrementAndGet()));
        });
    }
}
