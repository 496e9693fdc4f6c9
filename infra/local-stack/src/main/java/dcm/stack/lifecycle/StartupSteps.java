package dcm.stack.lifecycle;

import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Runs steps concurrently, each as soon as its dependencies are complete. */
final class StartupSteps {
    private StartupSteps() {}

    /** @throws StackFailure at the first step that fails; running steps are interrupted and no others are started */
    static void run(List<StartupStep> steps, Consumer<String> progress) {
        Map<String, CompletableFuture<Void>> completions = new LinkedHashMap<>();
        steps.forEach(step -> completions.put(step.name(), new CompletableFuture<>()));
        var firstFailure = new CompletableFuture<Void>();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (StartupStep step : steps) {
                var _ = allOf(step.needs().stream()
                                .map(need -> completion(completions, step, need))
                                .toList())
                        .thenRunAsync(() -> perform(step, progress), threads)
                        .whenComplete((nothing, failure) -> {
                            if (failure == null) {
                                completion(completions, step, step.name()).complete(null);
                            } else {
                                firstFailure.completeExceptionally(failure);
                            }
                        });
            }
            CompletableFuture.anyOf(firstFailure, allOf(List.copyOf(completions.values())))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void perform(StartupStep step, Consumer<String> progress) {
        long began = System.nanoTime();
        step.action().accept(progress);
        progress.accept("%s … ready in %.1f s".formatted(step.name(), (System.nanoTime() - began) / 1e9));
    }

    private static CompletableFuture<Void> allOf(List<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> completion(
            Map<String, CompletableFuture<Void>> completions, StartupStep step, String need) {
        CompletableFuture<Void> future = completions.get(need);
        if (future == null) {
            throw new IllegalArgumentException("Step %s needs %s, which is not a step.".formatted(step.name(), need));
        }
        return future;
    }
}
