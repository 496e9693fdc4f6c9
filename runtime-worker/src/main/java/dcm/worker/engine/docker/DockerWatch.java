package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Docker's event stream, on a client of its own, connected again whenever it ends. */
final class DockerWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DockerWatch.class);
    private static final long PAUSE_MILLIS = 1000;

    private final Supplier<DockerClient> clients;
    private final Map<String, String> labels;
    private final Runnable onChange;
    private final CountDownLatch closed = new CountDownLatch(1);

    DockerWatch(Supplier<DockerClient> clients, Map<String, String> labels, Runnable onChange) {
        this.clients = clients;
        this.labels = labels;
        this.onChange = onChange;
        Thread.ofVirtual().name("docker-events").start(this::run);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        do {
            try (DockerClient client = clients.get();
                    ResultCallback.Adapter<Event> stream = client.eventsCmd()
                            .withEventTypeFilter(EventType.CONTAINER)
                            .withLabelFilter(labels)
                            .exec(new Listener())) {
                onChange.run(); // what happened while nobody listened
                stream.awaitCompletion();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception e) {
                LOG.debugf(e, "Docker's event stream broke");
            }
        } while (!isClosedWithin(PAUSE_MILLIS));
    }

    private boolean isClosedWithin(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private final class Listener extends ResultCallback.Adapter<Event> {
        @Override
        public void onNext(Event event) {
            onChange.run();
        }

        @Override
        public void onError(Throwable e) {
            LOG.infof("Docker's event stream ended: %s", e.getMessage());
            super.onError(e);
        }
    }
}
