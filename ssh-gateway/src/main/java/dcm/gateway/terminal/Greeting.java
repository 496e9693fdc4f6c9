package dcm.gateway.terminal;

import dcm.contract.view.ContainerViewState;
import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.container.Containers;
import dcm.shell.document.AccountDocument;
import dcm.shell.document.ContainerDocument;
import dcm.shell.document.PresetDocument;
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
            var account = CompletableFuture.supplyAsync(() -> api.get("/v1/me").read(AccountDocument.class), threads);
            var presets =
                    CompletableFuture.supplyAsync(() -> api.get("/v1/presets").items(PresetDocument.class), threads);
            List<String> news = new ArrayList<>();
            List<ContainerDocument> mine =
                    containers.join().stream().map(Document::fields).toList();
            mine.stream()
                    .filter(container -> !container.reason().isEmpty())
                    .filter(container ->
                            last.isPresent() && Instant.parse(container.since()).isAfter(last.get()))
                    .map(container -> "%s is %s (changed %s ago): %s"
                            .formatted(
                                    container.name(),
                                    container.state(),
                                    Times.since(container.since(), now),
                                    container.reason()))
                    .forEach(news::add);
            news.addAll(account.join().warnings());
            presets.join().stream()
                    .filter(preset -> !preset.until().isEmpty())
                    .filter(preset -> Instant.parse(preset.until()).isBefore(now.plus(AHEAD)))
                    .map(preset -> "Your grant of the preset %s ends at %s.".formatted(preset.name(), preset.until()))
                    .forEach(news::add);
            long running = mine.stream()
                    .filter(container -> container.is(ContainerViewState.RUNNING))
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
