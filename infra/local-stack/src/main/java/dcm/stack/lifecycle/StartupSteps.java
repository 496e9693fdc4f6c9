package dcm.stack.lifecycle;

import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs steps concurrently, each as soon as its dependencies are complete. Names those that take long. */
final class StartupSteps {
    /** How often the steps in progress are named, and how long a step takes before. */
    private static final Duration LONG = Duration.ofSeconds(5);

    private final StepTimes times;
    private final Consumer<String> progress;
    private final Duration interval;

    /** The steps in progress, with the time when they began ({@link System#nanoTime}). */
    private final Map<String, Long> running = new ConcurrentSkipListMap<>();

    private StartupSteps(StepTimes times, Consumer<String> progress, Duration interval) {
        this.times = times;
        this.progress = progress;
        this.interval = interval;
    }

    /** @throws StackFailure at the first step that fails; running steps are interrupted and no others are started */
    static void run(List<StartupStep> steps, StepTimes times, Consumer<String> progress) {
        run(steps, times, progress, LONG);
    }

    /** @param interval between two lines about the steps in progress */
    static void run(List<StartupStep> steps, StepTimes times, Consumer<String> progress, Duration interval) {
        new StartupSteps(times, progress, interval).runAll(steps);
        times.store();
    }

    private void runAll(List<StartupStep> steps) {
        Map<String, CompletableFuture<Void>> completions = new LinkedHashMap<>();
        steps.forEach(step -> completions.put(step.name(), new CompletableFuture<>()));
        var firstFailure = new CompletableFuture<Void>();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (StartupStep step : steps) {
                var _ = allOf(step.needs().stream()
                                .map(need -> completion(completions, step, need))
                                .toList())
                        .thenRunAsync(() -> perform(step), threads)
                        .whenComplete((nothing, failure) -> {
                            if (failure == null) {
                                completion(completions, step, step.name()).complete(null);
                            } else {
                                firstFailure.completeExceptionally(failure);
                            }
                        });
            }
            var _ = threads.submit(this::nameLongSteps);
            CompletableFuture.anyOf(firstFailure, allOf(List.copyOf(completions.values())))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }

    private void perform(StartupStep step) {
        long began = System.nanoTime();
        running.put(step.name(), began);
        try {
            step.action().accept(progress);
        } finally {
            running.remove(step.name());
        }
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        times.took(step.name(), time);
        progress.accept("%s … ready in %.1f s".formatted(step.name(), time.toNanos() / 1e9));
    }

    /** Until it is interrupted. */
    private void nameLongSteps() {
        try {
            while (true) {
                Thread.sleep(interval);
                longSteps().ifPresent(progress);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> longSteps() {
        long now = System.nanoTime();
        String names = running.entrySet().stream()
                .filter(step -> now - step.getValue() >= interval.toNanos())
                .map(step -> described(step.getKey(), Duration.ofNanos(now - step.getValue())))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Optional.empty() : Optional.of("in progress … " + names);
    }

    private String described(String step, Duration time) {
        return times.last(step)
                .map(last -> "%s (%d s, the last time %d s)".formatted(step, time.toSeconds(), last.toSeconds()))
                .orElse("%s (%d s)".formatted(step, time.toSeconds()));
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
