package dcm.worker.baseimage;

import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.baseimage.BaseImageState;
import dcm.contract.baseimage.BaseImageState.Stage;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.kafka.KafkaRecords;
import dcm.worker.engine.BaseImageStore;
import dcm.worker.engine.BaseImageStore.StoredVersion;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineException;
import dcm.worker.supervision.Supervised;
import dcm.worker.supervision.SupervisedLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
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
import org.jspecify.annotations.Nullable;

/**
 * Prepares the base images of this host: the configured ones and those of the catalog. A catalog image is fetched and
 * tested with an SSH login before the host offers it. The previous version is offered until the new one passes.
 * Thread-safe.
 */
public final class OfferedBaseImages implements Supervised {
    private static final Logger LOG = Logger.getLogger(OfferedBaseImages.class);

    /**
     * How often images are checked without a hint, for example because an administrator removed one from the engine.
     */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private static final int LONGEST_DETAIL = 400;

    /** Delay before a failed image is tried again; its cause may have been fixed. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final HostName host;
    private final List<String> configured;
    private final Engine engine;
    private final BaseImageStore store;
    private final LoginCheck check;
    private final Duration grace;
    private final InstantSource clock;
    private final Codec<CatalogSnapshot> codec = new Codec<>(Families.CATALOG);
    private final Map<String, BaseImageSnapshot> wanted = new ConcurrentSkipListMap<>();
    private final Map<String, BaseImageState> states = new ConcurrentHashMap<>();
    private final Map<String, Instant> lookedAt = new ConcurrentHashMap<>();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService preparing = Executors.newVirtualThreadPerTaskExecutor();
    private final SupervisedLoop loop = SupervisedLoop.of("base-images", this::run);
    private volatile List<StoredVersion> versions = List.of();
    private final Semaphore hints = new Semaphore(0);

    /**
     * Creates the base images of a host.
     *
     * @param configured images that are offered regardless of the catalog, as the engine names them
     * @param address the address on which containers are reached
     * @param grace how long an unused previous version is kept after a new version has passed
     */
    public OfferedBaseImages(
            HostName host,
            List<String> configured,
            String address,
            Engine engine,
            BaseImageStore store,
            Duration grace,
            InstantSource clock) {
        this.host = host;
        this.configured = List.copyOf(configured);
        this.engine = engine;
        this.store = store;
        this.check = new LoginCheck(store, address);
        this.grace = grace;
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
    public void take(ConsumerRecords<String, byte[]> records) {
        records.forEach(record -> {
            if (KafkaRecords.message(codec, record).payload() instanceof BaseImageSnapshot image) {
                wanted.put(image.key(), image);
            }
        });
        hints.release();
    }

    /** The images that this host offers, sorted by name. */
    public Collection<Image> offered() {
        Map<String, Image> offered = new TreeMap<>();
        configured.stream()
                .flatMap(reference -> engine.findImage(reference).stream())
                .forEach(image -> offered.put(image.name().value(), image));
        wanted.values().forEach(image -> {
            if (image.retired()) {
                offered.remove(image.name().value());
            } else if (isHere(image)) {
                newest(image)
                        .ifPresent(
                                passed -> offered.put(image.name().value(), new Image(image.name(), passed.digest())));
            }
        });
        return offered.values();
    }

    /** The state of each catalog image on this host. */
    public List<BaseImageState> states() {
        return toOffer()
                .map(image -> {
                    BaseImageState known = states.get(image.key());
                    return known != null && known.version() == image.version()
                            ? known
                            : state(image, Stage.PREPARING, null, "Waiting to be checked.");
                })
                .toList();
    }

    /** The engine's references of all images on which containers may be based, including old versions. */
    public List<String> references() {
        return Stream.concat(configured.stream(), versions.stream().map(store::reference))
                .toList();
    }

    private void run() throws InterruptedException {
        look();
        pause();
    }

    private void pause() throws InterruptedException {
        if (hints.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            hints.drainPermits();
        }
    }

    /** Prepares each image in its own thread, so that a slow image does not delay the others. */
    private void look() {
        try {
            versions = store.storedVersions();
            toOffer().filter(image -> isDue(image, passed(image).isPresent())).forEach(image -> {
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
            });
            wanted.values().forEach(this::forgetOld);
            versions = store.storedVersions();
        } catch (EngineException e) {
            LOG.warnf("base images could not be checked: reason=%s", e.message());
        }
    }

    private Stream<BaseImageSnapshot> toOffer() {
        return wanted.values().stream().filter(image -> !image.retired() && isHere(image));
    }

    private boolean isHere(BaseImageSnapshot image) {
        return image.source().host() == null || host.equals(image.source().host());
    }

    private void prepare(BaseImageSnapshot image) {
        BaseImageState state = passed(image)
                .map(passed -> state(image, Stage.READY, passed.digest(), null))
                .orElseGet(() -> tried(image));
        lookedAt.put(image.key(), clock.instant());
        states.put(image.key(), state);
        LOG.logf(
                state.stage() == Stage.FAILED ? Logger.Level.WARN : Logger.Level.INFO,
                "base image checked: image=%s version=%d stage=%s%s",
                image.name(),
                image.version(),
                state.stage(),
                state.detail() == null ? "" : " reason=" + state.detail());
    }

    private Optional<StoredVersion> passed(BaseImageSnapshot image) {
        return newest(image).filter(newest -> newest.version() == image.version());
    }

    private boolean isDue(BaseImageSnapshot image, boolean passed) {
        BaseImageState known = states.get(image.key());
        if (known == null || known.version() != image.version()) {
            return true;
        }
        Instant again = lookedAt.getOrDefault(image.key(), Instant.EPOCH).plus(AGAIN);
        return known.stage() == Stage.READY ? !passed : !again.isAfter(clock.instant());
    }

    private BaseImageState tried(BaseImageSnapshot image) {
        ImageDigest digest = null;
        try {
            digest = fetched(image);
            states.put(
                    image.key(), state(image, Stage.PREPARING, digest, "Testing logins in a container of the image."));
            Optional<String> objection = check.objection(digest);
            if (objection.isPresent()) {
                return state(image, Stage.FAILED, digest, objection.get());
            }
            store.put(image.name(), image.version(), digest, true);
            versions = store.storedVersions();
            return state(image, Stage.READY, digest, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return state(image, Stage.FAILED, digest, "The worker stopped before the check ended.");
        } catch (EngineException e) {
            return state(image, Stage.FAILED, digest, e.message());
        } catch (RuntimeException e) { // a bad image or address must not affect the others
            LOG.warnf(e, "base image could not be checked: image=%s version=%d", image.name(), image.version());
            return state(image, Stage.FAILED, digest, "The image cannot be checked: " + e.getMessage());
        }
    }

    /** Fetches the image and tags it immediately, so that it remains when its source is removed. */
    private ImageDigest fetched(BaseImageSnapshot image) {
        String key = store.key(image.name());
        Optional<StoredVersion> earlier = versions.stream()
                .filter(known -> known.key().equals(key) && known.version() == image.version())
                .findFirst();
        if (earlier.isPresent() && image.source().kind() != BaseImageSource.Kind.LOCAL) {
            return earlier.get().digest();
        }
        ImageDigest digest =
                store.fetch(image.source(), step -> states.put(image.key(), state(image, Stage.PREPARING, null, step)));
        store.put(image.name(), image.version(), digest, false);
        return digest;
    }

    /** The newest version that has passed the test. */
    private Optional<StoredVersion> newest(BaseImageSnapshot image) {
        String key = store.key(image.name());
        return versions.stream()
                .filter(known -> known.key().equals(key) && known.checked() && known.version() <= image.version())
                .max(Comparator.comparingInt(StoredVersion::version));
    }

    /**
     * Removes old versions of a catalog image, and all versions of a retired one. Images that are not in the catalog
     * are kept, so that a new, empty catalog deletes nothing.
     */
    private void forgetOld(BaseImageSnapshot image) {
        String key = store.key(image.name());
        int oldest = image.retired() ? Integer.MAX_VALUE : settledVersion(image);
        versions.stream()
                .filter(known -> known.key().equals(key) && known.version() < oldest)
                .forEach(store::remove);
    }

    /** Keeps the previous version for a while, because orders for it may still be under way. */
    private int settledVersion(BaseImageSnapshot image) {
        Instant since = lookedAt.getOrDefault(image.key(), Instant.MAX);
        return !since.isAfter(clock.instant().minus(grace))
                ? newest(image).map(StoredVersion::version).orElse(0)
                : 0;
    }

    private static BaseImageState state(
            BaseImageSnapshot image, Stage stage, @Nullable ImageDigest digest, @Nullable String detail) {
        return new BaseImageState(image.name(), image.version(), stage, digest, detail == null ? null : brief(detail));
    }

    /** Shortens the detail, because an image controls its text and every heartbeat contains it. */
    private static String brief(String detail) {
        String printable = detail.replaceAll("\\p{C}+", " ").strip();
        return printable.length() <= LONGEST_DETAIL ? printable : printable.substring(0, LONGEST_DETAIL) + "…";
    }
}
