package dcm.worker.baseimage;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.SshEndpoint;
import dcm.worker.engine.BaseImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoginCheckTest {
    private static final ImageDigest FIRST = new ImageDigest("sha256:" + "1".repeat(64));
    private static final ImageDigest SECOND = new ImageDigest("sha256:" + "2".repeat(64));

    private final Store store = new Store();

    @Test
    void testsOfTheSameImageRunOneAfterAnother() throws Exception {
        assertThat(mostAtOnce(FIRST, FIRST, FIRST)).isEqualTo(1);
    }

    @Test
    void testsOfDifferentImagesRunAtTheSameTime() throws Exception {
        assertThat(mostAtOnce(FIRST, SECOND)).isEqualTo(2);
    }

    /** Tests the images at the same time, each with a check of its own; returns how many containers there were at once. */
    private int mostAtOnce(ImageDigest... images) throws Exception {
        List<Callable<Optional<String>>> tests = new ArrayList<>();
        for (ImageDigest image : images) {
            tests.add(() -> new LoginCheck(store, "127.0.0.1").objection(image));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var objection : threads.invokeAll(tests)) {
                assertThat(objection.get()).isPresent();
            }
        }
        return store.most;
    }

    /** Starts containers that exit when another container runs, or after a moment. */
    private static final class Store implements BaseImageStore {
        private int running;
        private int most;

        @Override
        public synchronized TestContainer startTestContainer(
                ImageDigest image, String address, String user, PublicKey acceptedKey) {
            running++;
            most = Math.max(most, running);
            notifyAll();
            return new ExitingContainer();
        }

        private synchronized void awaitAnother() {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2000);
            try {
                for (long left = 2000; most < 2 && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                    wait(left);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private synchronized void stopped() {
            running--;
        }

        private final class ExitingContainer implements TestContainer {
            @Override
            public SshEndpoint ssh() {
                awaitAnother();
                return new SshEndpoint("127.0.0.1", new PortNumber(1)); // nothing listens there
            }

            @Override
            public boolean isRunning() {
                return false;
            }

            @Override
            public void revoke(PublicKey key) {}

            @Override
            public String lastOutput() {
                return "";
            }

            @Override
            public void close() {
                stopped();
            }
        }

        @Override
        public String key(ImageName image) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<StoredVersion> storedVersions() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ImageDigest fetch(BaseImageSource source, Consumer<String> progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void put(ImageName image, int version, ImageDigest digest, boolean checked) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(StoredVersion version) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String reference(StoredVersion version) {
            throw new UnsupportedOperationException();
        }
    }
}
