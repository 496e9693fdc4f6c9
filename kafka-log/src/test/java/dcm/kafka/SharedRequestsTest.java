package dcm.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedRequestsTest {
    private final List<Set<String>> asked = new ArrayList<>();
    private final List<CompletableFuture<Map<String, Integer>>> answers = new ArrayList<>();
    private final Semaphore sent = new Semaphore(0);
    private final SharedRequests<String, Integer> requests = new SharedRequests<>(Duration.ZERO, this::request);

    @Test
    void loneCallIsSentAtOnce() {
        CompletableFuture<Integer> value = requests.submit("a");

        assertThat(asked).containsExactly(Set.of("a"));
        answers.getFirst().complete(Map.of("a", 1));
        assertThat(value).isCompletedWithValue(1);
    }

    @Test
    void callsDuringARequestShareTheNextOne() {
        requests.submit("a");

        CompletableFuture<Integer> second = requests.submit("a");
        CompletableFuture<Integer> third = requests.submit("b");

        answers.getFirst().complete(Map.of("a", 1));
        assertThat(asked).containsExactly(Set.of("a"), Set.of("a", "b"));
        assertThat(second).isNotDone();
        answers.getLast().complete(Map.of("a", 2, "b", 3));
        assertThat(second).isCompletedWithValue(2);
        assertThat(third).isCompletedWithValue(3);
    }

    @Test
    void callsWithinTheIntervalShareTheNextRequest() throws InterruptedException {
        SharedRequests<String, Integer> slow = new SharedRequests<>(Duration.ofSeconds(2), this::request);
        slow.submit("a");
        answers.getFirst().complete(Map.of("a", 1));

        CompletableFuture<Integer> second = slow.submit("a");
        CompletableFuture<Integer> third = slow.submit("b");

        assertThat(sent.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
        assertThat(asked).containsExactly(Set.of("a"), Set.of("a", "b"));
        answers.getLast().complete(Map.of("a", 2, "b", 3));
        assertThat(second).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(2);
        assertThat(third).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(3);
    }

    @Test
    void failureConcernsOnlyTheCallersOfItsRequest() {
        CompletableFuture<Integer> first = requests.submit("a");
        CompletableFuture<Integer> second = requests.submit("a");

        answers.getFirst().completeExceptionally(new IllegalStateException("no broker"));
        answers.getLast().complete(Map.of("a", 2));

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedWithValue(2);
    }

    private CompletionStage<Map<String, Integer>> request(Set<String> keys) {
        asked.add(Set.copyOf(keys));
        answers.add(new CompletableFuture<>());
        sent.release();
        return answers.getLast();
    }
}
