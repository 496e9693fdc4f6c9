package dcm.worker.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.OwnerName;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamedResponse.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ImageExportsTest {
    private static final OwnerName ANN = new OwnerName("ann");

    private final ImageExports exports = new ImageExports();

    @Test
    void exportBeginsWithTheFirstRead() throws Exception {
        AtomicBoolean begun = new AtomicBoolean();

        Source source = exports.open(ANN, () -> {
            begun.set(true);
            return archive();
        });

        assertThat(begun).isFalse();
        assertThat(source.next()).hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1, 2, 3));
        assertThat(begun).isTrue();
        assertThat(source.next()).isEmpty();
    }

    @Test
    void secondExportOfAnOwnerIsRejectedUntilTheFirstIsClosed() {
        Source first = open("ann");
        assertRejected("ann", "You already export an image");

        first.close();
        Source second = open("ann");
        first.close(); // counts once
        assertRejected("ann", "You already export an image");

        second.close();
        open("ann");
    }

    @Test
    void fifthExportOfAHostIsRejected() {
        Source first = open("u1");
        open("u2");
        open("u3");
        open("u4");
        assertRejected("u5", "already exports 4 images");

        first.close();
        open("u5");
    }

    @Test
    void failedExportIsReleasedWhenItIsClosed() {
        Source failing = exports.open(ANN, () -> {
            throw new IllegalStateException("the engine is away");
        });
        assertThatThrownBy(failing::next).isInstanceOf(IllegalStateException.class);

        failing.close();

        open("ann");
    }

    @Test
    void exportCountsUntilTheEngineHasStoppedWorkingOnIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch engine = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        Source source = exports.open(ANN, () -> {
            begun.countDown();
            await(engine);
            return closing(closed);
        });
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                source.next();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        begun.await();

        source.close();
        assertRejected("ann", "You already export an image");

        engine.countDown();
        reader.join();
        assertThat(closed).isTrue();
        open("ann");
        assertThatThrownBy(source::next).isInstanceOf(IOException.class);
    }

    private Source open(String owner) {
        return exports.open(new OwnerName(owner), ImageExportsTest::archive);
    }

    private void assertRejected(String owner, String words) {
        assertThatThrownBy(() -> open(owner))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(words);
    }

    private static InputStream archive() {
        return new ByteArrayInputStream(new byte[] {1, 2, 3});
    }

    private static InputStream closing(AtomicBoolean closed) {
        return new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
