package dcm.stack.bench;

import dcm.stack.machine.StackFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Makes requests at the same time: each client makes its next request when it has the answer to the one before. */
final class ConcurrentLoad {
    private static final double NANOS_PER_SECOND = 1e9;

    private ConcurrentLoad() {}

    /** The duration of each request, and of all, in nanoseconds. */
    record Result(List<Long> durations, long elapsed) {
        double perSecond() {
            return durations.size() * NANOS_PER_SECOND / elapsed;
        }
    }

    /**
     * Makes requests.
     *
     * @param clients how many requests are made at the same time
     * @param request makes one request, and gets its number from 0
     */
    static Result run(int clients, int requests, IntConsumer request) {
        AtomicInteger next = new AtomicInteger();
        List<Long> durations = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long began = System.nanoTime();
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                running.add(threads.submit(() -> repeat(next, requests, request)));
            }
            for (Future<List<Long>> each : running) {
                durations.addAll(each.get());
            }
            return new Result(durations, System.nanoTime() - began);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("The benchmark was interrupted.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StackFailure failure ? failure : new IllegalStateException(e);
        }
    }

    private static List<Long> repeat(AtomicInteger next, int requests, IntConsumer request) {
        List<Long> durations = new ArrayList<>();
        for (int number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
            long began = System.nanoTime();
            request.accept(number);
            durations.add(System.nanoTime() - began);
        }
        return durations;
    }
}
