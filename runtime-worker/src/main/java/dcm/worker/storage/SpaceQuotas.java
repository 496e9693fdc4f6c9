package dcm.worker.storage;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.worker.storage.Btrfs.Accounting;
import dcm.worker.storage.Btrfs.Group;
import dcm.worker.storage.Btrfs.Look;
import dcm.worker.storage.Btrfs.Subvolume;
import dcm.worker.storage.Fences.Mended;
import dcm.worker.supervision.Supervised;
import dcm.worker.supervision.SupervisedLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets the filesystem keep homes, and what containers write beside them, within what they may be, where it can: on btrfs with its
 * quotas on. Homes that were made there before they were turned on are no subvolumes, and are measured only. Thread-safe.
 */
public final class SpaceQuotas implements Supervised {
    private static final Logger LOG = Logger.getLogger(SpaceQuotas.class);

    /** How often subvolumes are looked for that somebody has made in hers, and whether quotas have been turned on. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** As a limit: there is none. */
    public static final long UNLIMITED = Btrfs.UNLIMITED;

    /** What homes may hold. */
    @FunctionalInterface
    public interface Allowed {
        /** In bytes, or {@link #UNLIMITED}. */
        long homeBytes(OwnerName owner);

        /** False until it is known; then all is left as it is. */
        default boolean isKnown() {
            return true;
        }
    }

    private final Path root;
    private final Optional<Btrfs> homes;
    private final Optional<Btrfs> layers;
    private final Optional<Fences> aroundHomes;
    private final Optional<Fences> aroundLayers;
    private final Allowed allowed;
    private final Semaphore hints = new Semaphore(0);
    /** Not virtual: calls of the kernel may wait for the disk, and would keep others from running. */
    private final SupervisedLoop loop = SupervisedLoop.onPlatformThread("space-quotas", this::run);

    private volatile Optional<Map<String, Long>> used = Optional.empty();
    private volatile @Nullable String trouble;

    /**
     * The quotas of a host.
     *
     * @param homes the directory of owners' homes
     * @param layers the directory in which the engine has a subvolume for each container, if it has
     * @param allowed what owners' homes may hold
     */
    public static SpaceQuotas of(Path homes, Optional<Path> layers, Allowed allowed)
            throws IOException, InterruptedException {
        return new SpaceQuotas(
                homes, Btrfs.at(homes), layers.isPresent() ? Btrfs.at(layers.get()) : Optional.empty(), allowed);
    }

    private SpaceQuotas(Path root, Optional<Btrfs> homes, Optional<Btrfs> layers, Allowed allowed) {
        this.root = root;
        this.homes = homes;
        this.layers = layers;
        this.allowed = allowed;
        this.aroundHomes = this.homes.map(filesystem -> new Fences(filesystem, (name, home) -> limit(name)));
        this.aroundLayers = this.layers.map(filesystem -> new Fences(filesystem, (name, layer) -> limit(layer)));
    }

    /** No quotas at all. */
    public static SpaceQuotas none() {
        return new SpaceQuotas(Path.of("/"), Optional.empty(), Optional.empty(), owner -> UNLIMITED);
    }

    public SpaceQuotas start() {
        loop.start();
        return this;
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    /** Somebody may have more or less than before. */
    public void hint() {
        hints.release();
    }

    /** Whether the filesystem of homes enforces quotas. */
    boolean areEnforced() {
        return homes.flatMap(Btrfs::accounting).isPresent();
    }

    /** How the engine's filesystem counts what containers write; empty where it does not enforce it. */
    Optional<Accounting> ofLayers() {
        return layers.flatMap(Btrfs::accounting);
    }

    /**
     * What the engine is to be told that a layer may hold for it to hold no more than so many bytes of its own; empty where the
     * engine cannot limit it.
     *
     * @param imageBytes what is below it, which some filesystems count along
     */
    public Optional<Long> layerBytes(long most, LongSupplier imageBytes) {
        return ofLayers().map(counts -> counts == Accounting.FULL ? most + imageBytes.getAsLong() : most);
    }

    /** Who keeps homes within their quotas. */
    public Keeping keepingHomes() {
        return keeping(homes);
    }

    /** Owners whose homes are no subvolumes, as they were made before, so that nobody keeps them within their quotas. */
    public List<String> plainHomes() {
        Map<String, Long> kept = used.orElse(null);
        if (!areEnforced() || kept == null || trouble != null) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(root)) {
            return all.map(home -> home.getFileName().toString())
                    .filter(name -> !kept.containsKey(name) && limit(name).isPresent())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.warnf("homes cannot be listed: %s", e.toString());
            return List.of();
        }
    }

    /** Who keeps the layers of containers within their limits. */
    public Keeping keepingLayers() {
        return keeping(layers);
    }

    private static Keeping keeping(Optional<Btrfs> filesystem) {
        return filesystem
                .map(btrfs -> btrfs.accounting().isPresent() ? Keeping.ENFORCED : Keeping.TURNED_OFF)
                .orElse(Keeping.MEASURED);
    }

    /** Who sees to it that no more bytes are used than may be. */
    public enum Keeping {
        /** By the filesystem. */
        ENFORCED,

        /** The filesystem could, but its quotas are off. */
        TURNED_OFF,

        /** Nobody; it is measured, and admission refuses. */
        MEASURED
    }

    /** What is in an owner's homes, in bytes, if the filesystem keeps her to her quota. */
    Optional<Long> used(OwnerName owner) {
        return used.map(all -> all.get(owner.value()));
    }

    /** Fences homes now, as one was made. */
    synchronized void mend() throws IOException, InterruptedException {
        if (!allowed.isKnown()) { // or everybody's limit would be lifted until then
            return;
        }
        try {
            Mended mended = areEnforced() ? aroundHomes.orElseThrow().mend() : new Mended(Map.of(), null);
            used = Optional.of(mended.used());
            trouble = mended.trouble();
        } catch (IOException | RuntimeException e) {
            used = Optional.empty(); // so that homes are measured and counted
            trouble = Objects.requireNonNullElse(e.getMessage(), e.toString());
            throw e;
        }
        if (ofLayers().isPresent()) {
            aroundLayers.orElseThrow().mend();
        }
    }

    /** Why quotas that are on cannot be kept up at present. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Makes a directory in that of homes, one that can be fenced if that is to be. */
    void create(Path home) throws IOException, InterruptedException {
        if (areEnforced()) {
            try {
                Btrfs.create(home);
                return;
            } catch (IOException e) { // better a home without a limit than none
                LOG.warnf("a home is no subvolume: %s", e.getMessage());
            }
        }
        Files.createDirectory(home);
    }

    /** Deletes the subvolumes in an owner's, which can be read-only and are then nothing that files can be deleted in. */
    void deleteNested(OwnerName owner) {
        if (!areEnforced()) {
            return;
        }
        try {
            Btrfs filesystem = homes.orElseThrow();
            Look look = filesystem.look();
            Subvolume hers = look.here().get(owner.value());
            if (hers != null) {
                List<Subvolume> nested = look.within(hers);
                filesystem.delete(nested.subList(1, nested.size()).reversed());
            }
        } catch (IOException e) { // most of them can be deleted as directories
            LOG.warnf("not all subvolumes of %s are deleted as such: %s", owner, e.getMessage());
        }
    }

    private void run() throws InterruptedException {
        try {
            mend();
        } catch (IOException | RuntimeException e) {
            LOG.warnf("the filesystem's quotas cannot be kept up: %s", e.getMessage());
        }
        if (hints.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            hints.drainPermits();
        }
    }

    private Optional<Long> limit(String name) {
        try {
            return Optional.of(allowed.homeBytes(new OwnerName(name)));
        } catch (InvalidValueException nobodysHome) {
            return Optional.empty();
        }
    }

    /** The engine limits a container's own subvolume; what is nested in it is to count there. */
    private static Optional<Long> limit(Group layer) {
        return layer.most() == UNLIMITED ? Optional.empty() : Optional.of(layer.most());
    }
}
