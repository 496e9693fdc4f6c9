package dcm.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.stack.account.LocalAccounts;
import dcm.stack.api.StackApiClient;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.OpenSsh;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures delays at the SSH gateway with the OpenSSH client, in alternating variants: until the prompt appears; a
 * command that needs no request; {@code show} with fifty containers. For comparison: a command that does nothing, at an
 * OpenSSH server in a container on the same machine.
 */
public final class SshBench {
    private static final int WARM_UP = 10;
    private static final int CONTAINERS = 50;
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final String NAME = "bench-ssh";

    private final Installation installation;
    private final int rounds;
    private final Measurements measured = new Measurements("sshd", "prompt", "version", "show-50");

    public SshBench(Installation installation, int rounds) {
        this.installation = installation;
        this.rounds = rounds;
    }

    public BenchResult run(Consumer<String> progress) {
        BenchAccount account = BenchAccount.open(installation, NAME);
        new LocalAccounts(installation)
                .administrator()
                .put("/v1/users/" + NAME + "/quota", Map.of("containers", CONTAINERS, "pids", -1))
                .expectDone();
        create(account, Map.of("image", "debian-ssh", "count", CONTAINERS - 1, "cpus", 0.05, "memoryMiB", 64));
        JsonNode quick = create(account, Map.of("image", "debian-ssh"));
        try {
            progress.accept("%d containers run".formatted(CONTAINERS));
            String port = quick.path("ssh").path("port").asText();
            for (int round = 1; round <= WARM_UP + rounds; round++) {
                boolean counts = round > WARM_UP;
                List<Runnable> ways = new ArrayList<>(List.of(
                        () -> measured.add("sshd", command(port, "root", "true"), counts),
                        () -> measured.add("prompt", prompt(), counts),
                        () -> measured.add("version", command(gateway(), NAME, "version"), counts),
                        () -> measured.add("show-50", command(gateway(), NAME, "show"), counts)));
                Collections.rotate(ways, round);
                ways.forEach(Runnable::run);
            }
        } finally {
            account.client()
                    .get("/v1/containers?limit=500")
                    .expectDone()
                    .path("items")
                    .forEach(container -> account.client()
                            .delete("/v1/containers/" + container.path("id").asText() + "?force=true", TIMEOUT)
                            .expectDone());
        }
        return measured.result("ssh", List.of(List.of("prompt", "sshd"), List.of("show-50", "sshd")));
    }

    private static JsonNode create(BenchAccount account, Map<String, ?> request) {
        StackApiClient.Answer answer = account.client().post("/v1/containers", request, Duration.ofMinutes(2));
        if (answer.status() != 201) {
            throw new StackFailure("Not all containers were created: %s".formatted(answer.body()));
        }
        return answer.body();
    }

    private String gateway() {
        return Integer.toString(installation.port(StackPort.SSH));
    }

    private long command(String port, String user, String command) {
        long began = System.nanoTime();
        SystemCommand.run(ssh(port, user, command));
        return System.nanoTime() - began;
    }

    /** The time until the prompt appears, without the exit. */
    private long prompt() {
        List<String> words = new ArrayList<>(ssh(gateway(), NAME));
        words.add(1, "-tt");
        long began = System.nanoTime();
        Process process = SystemCommand.start(words.toArray(String[]::new));
        try (InputStream screen = process.getInputStream()) {
            var seen = new StringBuilder();
            byte[] buffer = new byte[4096];
            while (seen.indexOf("dcm> ") < 0) {
                int count = screen.read(buffer);
                if (count < 0) {
                    throw new StackFailure("The SSH gateway shows no prompt: %s".formatted(seen));
                }
                seen.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
            long took = System.nanoTime() - began;
            process.getOutputStream().write("exit\r".getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            screen.readAllBytes();
            return took;
        } catch (IOException e) {
            throw new StackFailure("The connection to the SSH gateway was lost: %s".formatted(e.getMessage()), e);
        }
    }

    private List<String> ssh(String port, String user, String... command) {
        return OpenSsh.client(BenchAccount.keyFile(installation), port, user + "@127.0.0.1", command);
    }
}
