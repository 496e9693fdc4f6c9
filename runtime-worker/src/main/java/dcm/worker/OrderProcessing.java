package dcm.worker;

import dcm.contract.desired.DesiredContainer;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.topic.Topic;
import dcm.kafka.LogReader;
import dcm.rest.metrics.LogReaderMetrics;
import dcm.worker.baseimage.LoginCheck;
import dcm.worker.engine.Engine;
import dcm.worker.engine.ImageArchives;
import dcm.worker.firewall.Firewall;
import dcm.worker.heartbeat.CapacityReader;
import dcm.worker.intake.DesiredHostState;
import dcm.worker.intake.FinishedOrders;
import dcm.worker.intake.OrderConsumer;
import dcm.worker.intake.OrderExecution;
import dcm.worker.intake.OrderMetrics;
import dcm.worker.intake.OrderPosition;
import dcm.worker.intake.OrderQueue;
import dcm.worker.intake.StartSlots;
import dcm.worker.lifecycle.WorkerRun;
import dcm.worker.operation.HostStorage;
import dcm.worker.operation.ImageOperation;
import dcm.worker.operation.ImageTest;
import dcm.worker.operation.ImageUploads;
import dcm.worker.operation.ImportOperation;
import dcm.worker.operation.OperationContext;
import dcm.worker.operation.Operations;
import dcm.worker.reconcile.ContainerReconciler;
import dcm.worker.reconcile.ImageReconciler;
import dcm.worker.reconcile.LoginKeysPublisher;
import dcm.worker.reconcile.OwnerReconciler;
import dcm.worker.reconcile.Reconciler;
import dcm.worker.registry.Registries;
import dcm.worker.storage.HomesArrival;
import dcm.worker.storage.HomesCopies;
import dcm.worker.storage.HomesDeparture;
import dcm.worker.storage.LayerMeter;
import dcm.worker.storage.PeriodicHomeMeter;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Creates and connects the parts that execute orders and reconcile the engine with the desired state: loads the desired
 * state, then reads orders.
 */
final class OrderProcessing {
    private static final Logger LOG = Logger.getLogger(OrderProcessing.class);

    /** How long an order to import an image and its upload wait for each other. */
    private static final Duration UPLOAD_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final WorkerContext worker;
    private final DockerAdapters docker;
    private final RequestParts parts;
    private final HostName host;

    OrderProcessing(WorkerContext worker, DockerAdapters docker, RequestParts parts) {
        this.worker = worker;
        this.docker = docker;
        this.parts = parts;
        this.host = worker.host();
    }

    /**
     * Returns when the desired state is loaded and orders are read.
     *
     * @throws InterruptedException if the worker stops before that
     */
    void start(
            WorkerRun run,
            OperationContext context,
            HostStorage storage,
            FinishedOrders finished,
            DesiredHostState desired,
            LoginKeysPublisher loginKeys,
            Firewall firewall,
            CapacityReader capacity,
            Registries registries,
            HomesCopies copies)
            throws InterruptedException {
        Engine engine = context.engine();
        TopicPartition orders = new TopicPartition(Topic.ORDERS.topicName(host), 0);
        OrderQueue queue = new OrderQueue(finished);
        ImageArchives archives = docker.archives();
        ImageUploads uploads = new ImageUploads(UPLOAD_TIMEOUT);
        ImageTest test = new LoginCheck(
                docker.baseImageStore(storage), worker.config().aliases().getFirst());
        ImageOperation imageOperation = new ImageOperation(
                context,
                new ImportOperation(
                        context,
                        archives,
                        uploads,
                        registries,
                        test,
                        image -> desired.image(image).isPresent(),
                        worker.clock()));
        Reconciler reconciler = new Reconciler(
                desired,
                new ContainerReconciler(host, engine, desired, queue, context.ports(), worker.reports()),
                new ImageReconciler(host, engine, desired, imageOperation, worker.reports()),
                new OwnerReconciler(host, engine, desired, storage.homes(), worker.reports()));

        long replayedUntil = LogReader.end(worker.connection(), orders);
        loadDesiredState(run, desired, reconciler::hintRest, loginKeys::hint);
        capacity.containersLoaded(desired::containers);
        run.keep(queue);
        OrderExecution execution = new OrderExecution(
                new Operations(context, imageOperation, worker.clock()),
                new StartSlots(worker.config().startsAtOnce(), worker.clock()),
                queue,
                worker.reports(),
                worker.notifications(),
                new OrderMetrics(worker.metrics()),
                worker.tracing());
        OrderPosition position = new OrderPosition(worker.config().state().resolve("orders.position"));
        OrderConsumer consumer = new OrderConsumer(host, desired, queue, execution, position, replayedUntil);
        parts.publish(new MovedHomes(
                copies,
                new HomesDeparture(host, storage.homes(), worker.reports()),
                new HomesArrival(host, storage.homes(), desired::mustDeleteHomes, worker.reports(), worker.clock())));
        parts.publish(new UserImages(desired, archives, uploads, registries));
        List<DesiredContainer> loaded = List.copyOf(desired.containers());
        LogReader reader = read(
                run, new LogReader("orders", worker.consumer(), List.of(orders), consumer.start(), consumer::apply));
        Thread replacing = Thread.ofVirtual().name("deleted-orders").start(() -> {
            try {
                awaitCaughtUp(reader, "orders");
                consumer.replaceDeleted(loaded, worker.clock().instant());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        run.keep(replacing::interrupt);

        run.keep(reconciler.start());
        parts.publish(run.keep(new PeriodicHomeMeter(
                        host,
                        worker.storageRoot(),
                        storage.quotas(),
                        worker.config().measureHomes(),
                        worker.reports())
                .start()));
        run.keep(new LayerMeter(host, engine, storage.quotas(), worker.config().measureHomes(), worker.reports())
                .start());
        run.keep(engine.watch(new Engine.Watcher() {
            @Override
            public void connected() {
                reconciler.hint();
                firewall.hint();
            }

            @Override
            public void changed(ContainerId container) {
                reconciler.hint(container);
                firewall.hint();
            }
        }));
    }

    private void loadDesiredState(
            WorkerRun run, DesiredHostState desired, Runnable onMoreToReconcile, Runnable onChange)
            throws InterruptedException {
        LogReader reader = read(
                run,
                new LogReader(
                        "wanted",
                        worker.consumer(),
                        List.of(new TopicPartition(Topic.WANTED.topicName(host), 0)),
                        LogReader.Start.BEGINNING,
                        records -> {
                            if (desired.apply(records)) {
                                onMoreToReconcile.run();
                            }
                            onChange.run();
                        }));
        awaitCaughtUp(reader, "the desired state");
    }

    private void awaitCaughtUp(LogReader reader, String content) throws InterruptedException {
        while (!reader.awaitCaughtUp(PAUSE)) {
            LOG.debugf("worker waits for %s: host=%s", content, host);
        }
    }

    private LogReader read(WorkerRun run, LogReader reader) {
        return run.read(LogReaderMetrics.measure(reader, worker.metrics()));
    }
}
