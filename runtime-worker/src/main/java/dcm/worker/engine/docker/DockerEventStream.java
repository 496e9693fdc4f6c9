package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.engine.Engine.Watcher;
import java.io.Closeable;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Listens to Docker's event stream with its own client and reconnects whenever the stream ends. */
final class DockerEventStream implements Supervised {
    private static final Logger LOG = Logger.getLogger(DockerEventStream.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<DockerClient> clients;
    private final DockerNames names;
    private final Watcher watcher;
    private final SupervisedLoop loop = SupervisedLoop.of("docker-events", this::run);

    DockerEventStream(Supplier<DockerClient> clients, DockerNames names, Watcher watcher) {
        this.clients = clients;
        this.names = names;
        this.watcher = watcher;
        loop.start();
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    /** Closes the stream and waits for its end. */
    @Override
    public void close() {
        loop.close();
        try {
            loop.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws InterruptedException {
        listen();
        Thread.sleep(PAUSE);
    }

    private void listen() throws InterruptedException {
        try (DockerClient client = clients.get();
                ResultCallback.Adapter<Event> stream = client.eventsCmd()
                        .withEventTypeFilter(EventType.CONTAINER)
                        // Not all events: inspecting a container is an event, too, and would cause another
                        // reconciliation.
                        .withEventFilter("start", "die", "oom", "pause", "unpause", "destroy")
                        .withLabelFilter(Map.of(DockerNames.INSTALLATION, names.installation()))
                        .exec(new Listener())) {
            stream.awaitCompletion();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.debugf(e, "event stream of the engine failed and is retried");
        }
    }

    private final class Listener extends ResultCallback.Adapter<Event> {
        @Override
        public void onStart(Closeable stream) {
            super.onStart(stream);
            watcher.connected(); // for events that were missed while disconnected
        }

        @Override
        public void onNext(Event event) {
            // A name is kept, even if its container was just destroyed.
            Map<String, String> attributes =
                    event.getActor() == null ? null : event.getActor().getAttributes();
            if (attributes != null) {
                names.read(attributes.getOrDefault("name", ""), attributes)
                        .ifPresent(ours -> watcher.changed(ours.id()));
            }
        }

        @Override
        public void onError(Throwable e) {
            LOG.infof("event stream of the engine ended: reason=%s", e.getMessage());
            super.onError(e);
        }
    }
}
