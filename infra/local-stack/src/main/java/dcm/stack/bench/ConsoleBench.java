package dcm.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.stack.account.LocalAccounts;
import dcm.stack.api.StackApiClient;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.OpenSsh;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the web console in Chromium. {@code web-console/bench} drives the browser; this class prepares accounts and a container,
 * and presents the result.
 */
public final class ConsoleBench {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NAME = "bench-console";
    /** An account can have 40 tabs. */
    private static final int OTHERS = 12;

    private static final double NANOS_PER_MS = 1e6;

    private final Installation installation;
    private final LocalAccounts people;
    private final int rounds;
    private final Measurements measured = new Measurements(
            "first-content", "page-change", "event-on-screen", "echo-console", "echo-ssh", "frame-1000-rows");

    public ConsoleBench(Installation installation, int rounds) {
        this.installation = installation;
        this.people = new LocalAccounts(installation);
        this.rounds = rounds;
    }

    public BenchResult run(Consumer<String> progress) {
        StackApiClient client = BenchAccount.open(installation, NAME).client();
        JsonNode container = client.post(
                        "/v1/containers", Map.of("image", "debian-ssh", "memoryMiB", 64), BenchAccount.TIMEOUT)
                .expectDone();
        try {
            ObjectNode plan = plan(container);
            progress.accept("%d accounts are ready".formatted(OTHERS + 1));
            JsonNode result = measure(plan);
            result.path("samples")
                    .forEachEntry((name, values) ->
                            values.forEach(ms -> measured.add(name, Math.round(ms.asDouble() * NANOS_PER_MS), true)));
            Map<String, Double> figures = new LinkedHashMap<>();
            result.path("figures").forEachEntry((name, value) -> figures.put(name, value.asDouble()));
            return measured.result("console", List.of(List.of("echo-console", "echo-ssh")))
                    .withFigures(figures);
        } finally {
            // The first client's token may have expired.
            BenchAccount.remove(people.as(NAME), container);
        }
    }

    private ObjectNode plan(JsonNode container) {
        ObjectNode plan = JSON.createObjectNode()
                .put("address", "http://localhost:%d/console/".formatted(installation.port(StackPort.API_GATEWAY)))
                .put("rounds", rounds)
                .put("container", container.path("container").asText())
                .put("gateway", process("api-gateway"))
                .put("projection", process("projection-service"));
        plan.set("account", account(NAME));
        ArrayNode ssh = plan.putArray("ssh");
        terminal(container.path("ssh")).forEach(ssh::add);
        ArrayNode others = plan.putArray("others");
        for (int i = 1; i <= OTHERS; i++) {
            BenchAccount.open(installation, NAME + i);
            others.add(account(NAME + i));
        }
        return plan;
    }

    private long process(String part) {
        return new Stack(installation).part(part).process().pid().orElseThrow();
    }

    private List<String> terminal(JsonNode ssh) {
        String login = "root@" + ssh.path("address").asText();
        List<String> words = new ArrayList<>(OpenSsh.client(
                BenchAccount.keyFile(installation), ssh.path("port").asText(), login));
        words.add(1, "-tt");
        return words;
    }

    private ObjectNode account(String name) {
        try {
            String password =
                    Files.readString(Path.of(people.passwordFile(name))).strip();
            return JSON.createObjectNode().put("name", name).put("password", password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode measure(ObjectNode plan) {
        Path script = installation.programs().root().resolve("web-console/bench/console.js");
        if (!Files.exists(script)) {
            throw new StackFailure("The benchmark of the web console needs a source tree. There: ./dcm bench console");
        }
        try {
            Process process = new ProcessBuilder("node", script.toString())
                    .redirectError(Redirect.INHERIT)
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(JSON.writeValueAsBytes(plan));
            }
            JsonNode result = JSON.readTree(process.getInputStream());
            if (process.waitFor() != 0) {
                throw new StackFailure("'node %s' failed; its error is above.".formatted(script));
            }
            return result;
        } catch (IOException e) {
            throw new StackFailure("Cannot run 'node %s': %s".formatted(script, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while measuring the console.", e);
        }
    }
}
