package dcm.gateway.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.container.Containers;
import dcm.shell.screen.Screen;
import dcm.shell.screen.Times;
import dcm.shell.screen.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The greeting at the prompt: running containers, changes since the last visit, and what expires soon.
 *
 * @param running the number of running containers
 * @param all the number of containers
 * @param news one line per item
 */
record Greeting(long running, long all, List<String> news) {
    private static final Duration AHEAD = Duration.ofDays(7);

    static Greeting of(ApiClient api, Optional<Instant> last, Instant now) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var containers = CompletableFuture.supplyAsync(() -> Containers.all(api), threads);
            var account = CompletableFuture.supplyAsync(() -> api.get("/v1/me").expectDone(), threads);
            var presets =
                    CompletableFuture.supplyAsync(() -> api.get("/v1/presets").expectDone(), threads);
            List<String> news = new ArrayList<>();
            List<JsonNode> mine = containers.join();
            mine.stream()
                    .filter(container -> container.has("reason"))
                    .filter(container -> last.isPresent()
                            && Instant.parse(container.path("since").asText()).isAfter(last.get()))
                    .map(container -> "%s is %s (changed %s ago): %s"
                            .formatted(
                                    container.path("name").asText(),
                                    container.path("state").asText(),
                                    Times.since(container.path("since").asText(), now),
                                    container.path("reason").asText()))
                    .forEach(news::add);
            account.join().path("warnings").forEach(warning -> news.add(warning.asText()));
            presets.join()
                    .path("items")
                    .valueStream()
                    .filter(preset -> preset.has("until"))
                    .filter(preset ->
                            Instant.parse(preset.path("until").asText()).isBefore(now.plus(AHEAD)))
                    .map(preset -> "Your grant of the preset %s ends at %s."
                            .formatted(
                                    preset.path("name").asText(),
                                    preset.path("until").asText()))
                    .forEach(news::add);
            long running = mine.stream()
                    .filter(container -> container.path("state").asText().equals("running"))
                    .count();
            return new Greeting(running, mine.size(), news);
        } catch (CompletionException e) {
            throw e.getCause() instanceof CommandFailure failure ? failure : e;
        }
    }

    void show(String account, Screen screen) {
        String containers =
                all == 0 ? "You have no containers yet." : "%d of your %d containers run.".formatted(running, all);
        screen.line(
                "Hello %s. %s 'help' lists the commands, the tab key completes them.".formatted(account, containers));
        news.forEach(line -> screen.line(Tone.WARNING.of(line)));
    }
}
