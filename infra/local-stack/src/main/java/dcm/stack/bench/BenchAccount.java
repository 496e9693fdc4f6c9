package dcm.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.stack.account.LocalAccounts;
import dcm.stack.api.StackApiClient;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An account for benchmarks, and the actions that all benchmarks use. */
final class BenchAccount {
    static final String IMAGE = "dcm/debian-ssh:13";
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Map<String, Integer> UNLIMITED =
            Map.of("containers", -1, "running", -1, "cpus", -1, "memoryMiB", -1, "pids", -1);

    private static final int CONCURRENT_REMOVALS = 16;

    private final String name;
    private final LocalAccounts accounts;

    private BenchAccount(String name, LocalAccounts accounts) {
        this.name = name;
        this.accounts = accounts;
    }

    /** Opens the account unless it exists. */
    static BenchAccount open(Installation installation, String name) {
        LocalAccounts accounts = new LocalAccounts(installation);
        accounts.add(name, "Bench", "user", List.of(key(installation)));
        return new BenchAccount(name, accounts);
    }

    /**
     * Opens the account unless it exists, as an administrator's and without quota: neither has a limit of requests. {@link
     * #close} ends that.
     */
    static BenchAccount openUnlimited(Installation installation, String name) {
        BenchAccount account = open(installation, name);
        account.change("administrator", UNLIMITED);
        return account;
    }

    /** Removes all containers, and makes an account of {@link #openUnlimited} an ordinary user's with the usual quota again. */
    void close() {
        try {
            StackApiClient client = client();
            List<String> left = client.get("/v1/containers?limit=500")
                    .expectDone()
                    .path("items")
                    .findValuesAsText("id");
            ConcurrentLoad.run(
                    CONCURRENT_REMOVALS,
                    left.size(),
                    number -> client.delete("/v1/containers/" + left.get(number) + "?force=true", TIMEOUT)
                            .expectDone());
        } finally {
            change("user", Map.of());
        }
    }

    /** Closes all, also when one of them fails. */
    static void closeAll(List<BenchAccount> accounts) {
        RuntimeException failure = null;
        for (BenchAccount account : accounts) {
            try {
                account.close();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void change(String role, Map<String, Integer> quota) {
        StackApiClient administrator = accounts.administrator();
        administrator.patch("/v1/users/" + name, Map.of("role", role)).expectDone();
        administrator.put("/v1/users/" + name + "/quota", quota).expectDone();
    }

    /** A client with a new token. A token is valid for five minutes, and a run may take longer. */
    StackApiClient client() {
        return accounts.as(name);
    }

    /** A new access token, for {@link BenchConnections}. */
    String token() {
        return accounts.token(name);
    }

    /** Removes a container and waits for the outcome. */
    static void remove(StackApiClient client, JsonNode container) {
        client.delete("/v1/containers/" + container.path("container").asText() + "?force=true", TIMEOUT)
                .expectDone();
    }

    /** The private key of all benchmark accounts. */
    static Path keyFile(Installation installation) {
        return installation.home().resolve("bench-key");
    }

    private static String key(Installation installation) {
        Path key = keyFile(installation);
        try {
            if (!Files.exists(key)) {
                SystemCommand.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "bench", "-f", key.toString());
            }
            return Files.readString(Path.of(key + ".pub")).strip();
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s.pub: %s".formatted(key, e.getMessage()), e);
        }
    }
}
