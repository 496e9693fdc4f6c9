package dcm.projection.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.HostName;
import dcm.rest.stream.StreamedResponse.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OwnStatsTest {
    private static final HostName N1 = new HostName("n1");
    private static final HostName N2 = new HostName("n2");

    private final Map<HostName, Set<String>> running = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<HostName> opened = new LinkedBlockingQueue<>();
    private final Map<HostName, List<String>> lines = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final OwnStats stats = following(true);
    private final Semaphore waiting = new Semaphore(0);
    private volatile boolean silent;

    @AfterEach
    void close() {
        stats.close();
    }

    @Test
    void linesOfAllHostsAreReturned() throws Exception {
        runs(N1, "a");
        runs(N2, "b");

        assertThat(List.of(next(stats), next(stats))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void hostIsAskedAgainWhenOtherContainersRunThere() throws Exception {
        runs(N1, "a");
        assertThat(next(stats)).isEqualTo("a");
        assertThat(opened.take()).isEqualTo(N1);

        runs(N1, "a", "c");
        now.set(now.get().plusSeconds(3));

        assertThat(List.of(next(stats), next(stats))).containsExactly("a", "c");
        assertThat(opened.take()).isEqualTo(N1);
    }

    @Test
    void hostThatDoesNotRespondIsAskedAgainLater() throws Exception {
        OwnStats later = new OwnStats(
                () -> Map.copyOf(running), this::open, () -> now.updateAndGet(t -> t.plusSeconds(11)), true);
        running.put(N1, Set.of("a"));
        runs(N2, "b");
        assertThat(next(later)).isEqualTo("b");
        while (!opened.take().equals(N1)) {}

        runs(N1, "a");

        // The stream of n2 ends and is opened again, so "b" comes any number of times.
        assertThat(Stream.generate(() -> next(later)).anyMatch("a"::equals)).isTrue();
        later.close();
    }

    @Test
    void hostThatIsSilentIsAskedAgain() throws Exception {
        silent = true;
        runs(N1, "a");
        runs(N2, "b");
        Thread.ofVirtual().start(() -> {
            try {
                stats.next();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(Set.of(opened.take(), opened.take())).containsExactlyInAnyOrder(N1, N2);
        assertThat(waiting.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();

        now.set(now.get().plusSeconds(16));

        assertThat(Set.of(opened.take(), opened.take())).containsExactlyInAnyOrder(N1, N2);
    }

    @Test
    void oneMeasurementOfEachContainerEndsWithoutFollow() throws Exception {
        runs(N1, "a", "b");
        OwnStats once = following(false);

        assertThat(List.of(next(once), next(once))).containsExactly("a", "b");
        assertThat(once.next()).isEmpty();
    }

    @Test
    void noRunningContainersEndWithoutFollow() throws Exception {
        assertThat(following(false).next()).isEmpty();
    }

    private OwnStats following(boolean follow) {
        return new OwnStats(() -> Map.copyOf(running), this::open, now::get, follow);
    }

    private void runs(HostName host, String... containers) {
        lines.put(host, List.of(containers));
        running.put(host, Set.of(containers));
    }

    private Source open(HostName host) {
        List<String> ofHost = lines.get(host);
        opened.add(host);
        if (ofHost == null) {
            throw new IllegalStateException("does not respond");
        }
        Iterator<String> left = ofHost.iterator();
        return new Source() {
            @Override
            public Optional<byte[]> next() throws InterruptedException {
                if (silent) {
                    waiting.release();
                    Thread.sleep(Duration.ofMinutes(1));
                }
                return left.hasNext() ? Optional.of(left.next().getBytes(UTF_8)) : Optional.empty();
            }

            @Override
            public void close() {}
        };
    }

    private static String next(OwnStats stats) {
        try {
            return new String(stats.next().orElseThrow(), UTF_8);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
