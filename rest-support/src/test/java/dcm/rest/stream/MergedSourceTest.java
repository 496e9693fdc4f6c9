package dcm.rest.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MergedSourceTest {
    private final MergedSource merged = new MergedSource();

    @Test
    void dataOfAllSourcesIsReturnedAndTheEndAfterTheLast() throws Exception {
        Lines one = new Lines();
        Lines other = new Lines();
        merged.add(() -> one);
        merged.add(() -> other);

        one.add("1");
        other.add("2");
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder("1", "2");
        one.end();
        other.add("3");
        assertThat(next()).isEqualTo("3");
        other.end();

        assertThat(merged.next()).isEmpty();
        assertThat(merged.isEnded()).isTrue();
    }

    @Test
    void failedSourceEndsWithoutTheOthers() throws Exception {
        Lines other = new Lines();
        MergedSource.Part failing = merged.add(() -> {
            throw new IllegalStateException("unreachable");
        });
        merged.add(() -> other);

        other.add("1");

        assertThat(next()).isEqualTo("1");
        other.end();
        assertThat(merged.next()).isEmpty();
        assertThat(failing.isEnded()).isTrue();
    }

    @Test
    void sourceThatDoesNotOpenDelaysNoOther() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Lines other = new Lines();
        merged.add(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Lines();
        });
        merged.add(() -> other);

        other.add("1");

        assertThat(merged.poll(Duration.ofSeconds(5))).isPresent();
        merged.close();
    }

    @Test
    void closingClosesAllSourcesAndEnds() throws Exception {
        Lines one = new Lines();
        merged.add(() -> one);
        one.add("1");
        next();

        merged.close();

        assertThat(one.closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(merged.next()).isEmpty();
    }

    @Test
    void closedPartEndsAlone() throws Exception {
        Lines one = new Lines();
        Lines other = new Lines();
        MergedSource.Part part = merged.add(() -> one);
        merged.add(() -> other);
        one.add("1");
        next();

        part.close();

        assertThat(one.closed.await(5, TimeUnit.SECONDS)).isTrue();
        other.add("2");
        assertThat(next()).isEqualTo("2");
        merged.close();
    }

    @Test
    void slowReaderGetsEverything() throws Exception {
        Lines one = new Lines();
        for (int i = 0; i < 500; i++) {
            one.add(Integer.toString(i));
        }
        one.end();
        merged.add(() -> one);

        List<String> read = new ArrayList<>();
        for (Optional<byte[]> item = merged.next(); item.isPresent(); item = merged.next()) {
            read.add(new String(item.get(), UTF_8));
        }

        assertThat(read).hasSize(500).startsWith("0", "1").endsWith("499");
    }

    private String next() throws InterruptedException {
        return new String(merged.next().orElseThrow(), UTF_8);
    }

    private static final class Lines implements ItemSource<byte[]> {
        private final BlockingQueue<Optional<byte[]>> lines = new LinkedBlockingQueue<>();
        final CountDownLatch closed = new CountDownLatch(1);

        void add(String line) {
            lines.add(Optional.of(line.getBytes(UTF_8)));
        }

        void end() {
            lines.add(Optional.empty());
        }

        @Override
        public Optional<byte[]> next() throws InterruptedException {
            return lines.take();
        }

        @Override
        public void close() {
            closed.countDown();
            end();
        }
    }
}
