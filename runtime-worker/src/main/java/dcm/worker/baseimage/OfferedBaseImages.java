package dcm.worker.baseimage;

import dcm.contract.baseimage.BaseImageState;
import dcm.contract.baseimage.BaseImageState.Stage;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.kafka.KafkaRecords;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.engine.BaseImageStore;
import dcm.worker.engine.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * The base images that this host offers: the configured ones and those of the catalog. A catalog image is prepared
 * before the host offers it; the previous version is offered until the new one is ready. Thread-safe.
 */
public final class OfferedBaseImages implements Supervised {
    private static final Logger LOG = Logger.getLogger(OfferedBaseImages.class);

    /**
     * How often images are checked without a hint, for example because an administrator removed one from the engine.
     */
    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** Delay before a failed image is prepared again; its cause may have been fixed. */
    private static final Duration RETRY_DELAY = Duration.ofMinutes(1);

    private final HostName host;
    private final ConfiguredBaseImages configured;
    private final CatalogImageVersions versions;
    private final BaseImagePreparation preparation;
    private final Duration retention;
    private final InstantSource clock;
    private final Codec<CatalogSnapshot> codec = new Codec<>(Families.CATALOG);
    private final Map<String, BaseImageSnapshot> catalog = new ConcurrentSkipListMap<>();
    private final Map<String, BaseImageState> states = new ConcurrentHashMap<>();
    private final Map<String, Instant> preparedAt = new ConcurrentHashMap<>();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService preparing = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore hints = new Semaphore(0);
    private final SupervisedLoop loop = SupervisedLoop.of("base-images", this::run);

    /**
     * Creates the base images of a host.
     *
     * @param address the address on which containers are reached
     * @param retention how long an unused previous version is kept after a new version is ready
     */
    public OfferedBaseImages(
            HostName host,
            ConfiguredBaseImages configured,
            BaseImageStore store,
            String address,
            Duration retention,
            InstantSource clock) {
        this.host = host;
        this.configured = configured;
        this.versions = new CatalogImageVersions(store);
        this.preparation = new BaseImagePreparation(store, versions, address);
        this.retention = retention;
        this.clock = clock;
    }

    public OfferedBaseImages start() {
        loop.start();
        return this;
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    @Override
    public void close() {
        loop.close();
        preparing.shutdownNow();
    }

    /** Applies changes of the catalog. */
    public void apply(ConsumerRecords<String, byte[]> records) {
        records.forEach(record -> {
            if (KafkaRecords.message(codec, record).payload() instanceof BaseImageSnapshot image) {
                catalog.put(image.key(), image);
            }
        });
        hints.release();
    }

    /** The images that this host offers, sorted by name. */
    public Collection<Image> offered() {
        Map<String, Image> offered = new TreeMap<>();
        configured.images().forEach(image -> offered.put(image.name().value(), image));
        catalog.values().forEach(image -> {
            if (image.retired()) {
                offered.remove(image.name().value());
            } else if (isForThisHost(image)) {
                versions.newestPassed(image)
                        .ifPresent(
                                newest -> offered.put(image.name().value(), new Image(image.name(), newest.digest())));
            }
        });
        return offered.values();
    }

    /** The state of each catalog image on this host. */
    public List<BaseImageState> states() {
        return toOffer()
                .map(image -> knownState(image).orElseGet(() -> BaseImagePreparation.waiting(image)))
                .toList();
    }

    /** The engine's references of all images on which containers may be based, including old versions. */
    public List<String> references() {
        return Stream.concat(configured.references().stream(), versions.references())
                .toList();
    }

    private void run() throws InterruptedException {
        reconcile();
        if (hints.tryAcquire(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
            hints.drainPermits();
        }
    }

    private void reconcile() {
        try {
            versions.refresh();
            toOffer().filter(this::isDue).forEach(this::startToPrepare);
            catalog.values().forEach(this::removeOld);
            versions.refresh();
        } catch (EngineException e) {
            LOG.warnf("base images could not be checked: reason=%s", e.message());
        }
    }

    private Stream<BaseImageSnapshot> toOffer() {
        return catalog.values().stream().filter(image -> !image.retired() && isForThisHost(image));
    }

    private boolean isForThisHost(BaseImageSnapshot image) {
        return image.source().host() == null || host.equals(image.source().host());
    }

    private boolean isDue(BaseImageSnapshot image) {
        return knownState(image)
                .map(known -> known.stage() == Stage.READY
                        ? versions.passed(image).isEmpty()
                        : !lastPrepared(image).plus(RETRY_DELAY).isAfter(clock.instant()))
                .orElse(true);
    }

    private Optional<BaseImageState> knownState(BaseImageSnapshot image) {
        return Optional.ofNullable(states.get(image.key())).filter(known -> known.version() == image.version());
    }

    private Instant lastPrepared(BaseImageSnapshot image) {
        return preparedAt.getOrDefault(image.key(), Instant.EPOCH);
    }

    /** Prepares each image in its own thread, so that a slow image does not delay the others. */
    private void startToPrepare(BaseImageSnapshot image) {
        if (underWay.add(image.key())) {
            preparing.execute(() -> {
                try {
                    prepare(image);
                } finally {
                    underWay.remove(image.key());
                    hints.release();
                }
            });
        }
    }

    private void prepare(BaseImageSnapshot image) {
        BaseImageState state = preparation.prepare(image, step -> states.put(image.key(), step));
        preparedAt.put(image.key(), clock.instant());
        states.put(image.key(), state);
        LOG.logf(
                state.stage() == Stage.FAILED ? Logger.Level.WARN : Logger.Level.INFO,
                "base image checked: image=%s version=%d stage=%s%s",
                image.name(),
                image.version(),
                state.stage(),
                state.detail() == null ? "" : " reason=" + state.detail());
    }

    /**
     * Removes all versions of a retired image, and old versions of others. Keeps the previous version for a while,
     * because orders for it may still be under way. Images that are not in the catalog are kept, so that a new, empty
     * catalog deletes nothing.
     */
    private void removeOld(BaseImageSnapshot image) {
        if (image.retired()) {
            versions.removeAll(image);
        } else if (isRetentionOver(image)) {
            versions.removeOld(image);
        }
    }

    private boolean isRetentionOver(BaseImageSnapshot image) {
        Instant since = preparedAt.getOrDefault(image.key(), Instant.MAX);
        return !since.isAfter(clock.instant().minus(retention));
    }
}
