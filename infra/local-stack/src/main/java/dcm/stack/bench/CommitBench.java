package dcm.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.stack.api.StackApiClient;
import dcm.stack.installation.Installation;
import dcm.stack.machine.SystemCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Compares the time to create an image from a running container with 50 MiB of new data: with DCM's REST API and with
 * {@code docker commit}, alternating.
 */
public final class CommitBench {
    private static final int MEBIBYTES = 50;

    private final Installation installation;
    private final int rounds;
    private final Measurements measured = new Measurements("dcm-commit", "docker-commit");

    public CommitBench(Installation installation, int rounds) {
        this.installation = installation;
        this.rounds = rounds;
    }

    public BenchResult run(Consumer<String> progress) {
        BenchAccount account = BenchAccount.open(installation, "bench");
        JsonNode container = account.client()
                .post("/v1/containers", Map.of("image", "debian-ssh"), BenchAccount.TIMEOUT)
                .expectDone();
        try {
            String id = container.path("container").asText();
            String inEngine = "dcm-" + installation.id() + "-" + id;
            docker("exec", inEngine, "sh", "-c", "head -c %dM /dev/urandom > /var/tmp/data".formatted(MEBIBYTES));
            for (int round = 0; round <= rounds; round++) {
                boolean counts = round > 0; // the first round is for warm-up
                StackApiClient client = account.client();
                if (round % 2 == 0) {
                    dcm(client, id, counts);
                    dockerCommit(inEngine, counts);
                } else {
                    dockerCommit(inEngine, counts);
                    dcm(client, id, counts);
                }
                if (counts && round % 10 == 0) {
                    progress.accept("round %d of %d".formatted(round, rounds));
                }
            }
        } finally {
            BenchAccount.remove(account.client(), container);
        }
        return measured.result("commit", List.of(List.of("dcm-commit", "docker-commit")));
    }

    private void dcm(StackApiClient client, String container, boolean counts) {
        long began = System.nanoTime();
        client.post("/v1/images", Map.of("container", container, "name", "bench"), BenchAccount.TIMEOUT)
                .expectDone();
        measured.add("dcm-commit", System.nanoTime() - began, counts);
        client.delete("/v1/images/bench:latest", BenchAccount.TIMEOUT).expectDone();
    }

    private void dockerCommit(String container, boolean counts) {
        long began = System.nanoTime();
        String image = docker("commit", container).strip();
        measured.add("docker-commit", System.nanoTime() - began, counts);
        docker("rmi", image);
    }

    private String docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", installation.dockerHost()));
        command.addAll(List.of(words));
        return SystemCommand.run(command.toArray(String[]::new));
    }
}
