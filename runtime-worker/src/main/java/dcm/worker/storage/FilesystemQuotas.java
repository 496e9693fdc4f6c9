package dcm.worker.storage;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.storage.BtrfsDirectory.Accounting;
import dcm.worker.storage.BtrfsDirectory.Group;
import dcm.worker.storage.SubvolumeQuotas.ReconcileResult;
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
 * Limits homes and container layers with btrfs quotas, where they are enabled. Homes that were created before quotas
 * were enabled are not subvolumes and are only measured. Thread-safe.
 */
public final class FilesystemQuotas implements Supervised {
    private static final Logger LOG = Logger.getLogger(FilesystemQuotas.class);

    /** How often to look for new nested subvolumes and for newly enabled quotas. */
    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** The value for "no limit". */
    public static final long UNLIMITED = BtrfsDirectory.UNLIMITED;

    /** The quotas of owners. */
    @FunctionalInterface
    public interface SpaceLimits {
        /** The quota in bytes, or {@link #UNLIMITED}. */
        long homeBytes(OwnerName owner);

        /** The quota for all images in bytes, or {@link #UNLIMITED}. */
        default long imageBytes(OwnerName owner) {
            return UNLIMITED;
        }

        /** False until the quotas are loaded; no limits are changed until then. */
        default boolean isKnown() {
            return true;
        }
    }

    private final Path root;
    private final Optional<SubvolumeQuotas> homes;
    private final Optional<SubvolumeQuotas> layers;
    private final SpaceLimits limits;
    private final Semaphore hints = new Semaphore(0);
    /** A platform thread, because kernel calls may wait for the disk and would block other virtual threads. */
    private final SupervisedLoop loop = SupervisedLoop.onPlatformThread("space-quotas", this::run);

    private volatile Optional<Map<String, Long>> used = Optional.empty();
    private volatile @Nullable String problem;

    /**
     * Creates the quotas of a host.
     *
     * @param homes the directory of owners' homes
     * @param layers the directory in which the engine has a subvolume for each container; empty if there is none
     * @param limits the quotas of homes
     */
    public static FilesystemQuotas of(Path homes, Optional<Path> layers, SpaceLimits limits)
            throws IOException, InterruptedException {
        return new FilesystemQuotas(
                homes,
                BtrfsDirectory.at(homes),
                layers.isPresent() ? BtrfsDirectory.at(layers.get()) : Optional.empty(),
                limits);
    }

    private FilesystemQuotas(
            Path root, Optional<BtrfsDirectory> homes, Optional<BtrfsDirectory> layers, SpaceLimits limits) {
        this.root = root;
        this.limits = limits;
        this.homes = homes.map(filesystem -> new SubvolumeQuotas(filesystem, (name, home) -> limit(name)));
        this.layers = layers.map(filesystem -> new SubvolumeQuotas(filesystem, (name, layer) -> limit(layer)));
    }

    /** For a filesystem without quotas: limits nothing. */
    public static FilesystemQuotas none() {
        return new FilesystemQuotas(Path.of("/"), Optional.empty(), Optional.empty(), owner -> UNLIMITED);
    }

    public FilesystemQuotas start() {
        loop.start();
        return this;
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    /** Signals that quotas may have changed. */
    public void hint() {
        hints.release();
    }

    /** Whether the filesystem of homes enforces quotas. */
    boolean areEnforced() {
        return homes.flatMap(SubvolumeQuotas::accounting).isPresent();
    }

    /** The quota mode of the engine's filesystem; empty if it enforces no quotas. */
    Optional<Accounting> layerAccounting() {
        return layers.flatMap(SubvolumeQuotas::accounting);
    }

    /**
     * The limit to pass to the engine so that a layer can hold {@code most} bytes of its own; empty if the engine
     * cannot limit it.
     *
     * @param imageBytes the size of the image below, which some filesystems count too
     */
    public Optional<Long> layerBytes(long most, LongSupplier imageBytes) {
        return layerAccounting().map(counts -> counts == Accounting.FULL ? most + imageBytes.getAsLong() : most);
    }

    /** The quota for all images of an owner in bytes, or {@link #UNLIMITED}. */
    public long imageBytes(OwnerName owner) {
        return limits.imageBytes(owner);
    }

    /** The quota of an owner's homes in bytes, or {@link #UNLIMITED}. */
    long homeBytes(OwnerName owner) {
        return limits.homeBytes(owner);
    }

    /** Whether the filesystem is known to enforce the quota of the homes that are being received for an owner. */
    boolean isEnforcedForIncoming(OwnerName owner) {
        return used.map(all -> all.containsKey(HomesReception.INCOMING + owner)).orElse(false);
    }

    /** How home quotas are enforced. */
    public Enforcement homeEnforcement() {
        return enforcement(homes);
    }

    /**
     * Owners whose homes are not subvolumes, because they were created before quotas were enabled, and so have no
     * enforced quota.
     */
    public List<String> plainHomes() {
        Map<String, Long> kept = used.orElse(null);
        if (!areEnforced() || kept == null || problem != null) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(root)) {
            return all.map(home -> home.getFileName().toString())
                    .filter(name -> !kept.containsKey(name) && limit(name).isPresent())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.warnf("homes could not be listed: reason=%s", e.toString());
            return List.of();
        }
    }

    /** How the size of container layers is limited. */
    public Enforcement layerEnforcement() {
        return enforcement(layers);
    }

    private static Enforcement enforcement(Optional<SubvolumeQuotas> quotas) {
        return quotas.map(btrfs -> btrfs.accounting().isPresent() ? Enforcement.ENFORCED : Enforcement.DISABLED)
                .orElse(Enforcement.MEASURED);
    }

    /** How limits are enforced. */
    public enum Enforcement {
        /** Limits are enforced by the filesystem. */
        ENFORCED,

        /** The filesystem supports quotas, but they are off. */
        DISABLED,

        /** Not enforced; usage is measured, and admission rejects new work. */
        MEASURED
    }

    /** The used bytes of an owner's homes, if the filesystem enforces the owner's quota. */
    Optional<Long> used(OwnerName owner) {
        return used.map(all -> all.get(owner.value()));
    }

    /** Applies the quotas now, for example after a home was created. */
    synchronized void reconcile() throws IOException, InterruptedException {
        if (!limits.isKnown()) { // otherwise all limits would be removed until then
            return;
        }
        try {
            Optional<SubvolumeQuotas> enforced = enforced(homes);
            ReconcileResult result =
                    enforced.isPresent() ? enforced.get().reconcile() : new ReconcileResult(Map.of(), null);
            used = Optional.of(result.used());
            problem = result.problem();
        } catch (IOException | RuntimeException e) {
            used = Optional.empty(); // so that homes are measured instead
            problem = Objects.requireNonNullElse(e.getMessage(), e.toString());
            throw e;
        }
        Optional<SubvolumeQuotas> enforcedLayers = enforced(layers);
        if (enforcedLayers.isPresent()) {
            enforcedLayers.get().reconcile();
        }
    }

    private static Optional<SubvolumeQuotas> enforced(Optional<SubvolumeQuotas> quotas) {
        return quotas.filter(btrfs -> btrfs.accounting().isPresent());
    }

    /** Why enabled quotas cannot be applied now. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Creates a home; a subvolume if quotas are enforced. */
    void create(Path home) throws IOException, InterruptedException {
        if (areEnforced()) {
            try {
                BtrfsDirectory.create(home);
                return;
            } catch (IOException e) { // a home without a limit is better than none
                LOG.warnf("home created without a subvolume: path=%s reason=%s", home, e.getMessage());
            }
        }
        Files.createDirectory(home);
    }

    /** Deletes the subvolumes in an owner's homes. A read-only subvolume's files cannot be deleted one by one. */
    void deleteNested(OwnerName owner) {
        Optional<SubvolumeQuotas> enforced = enforced(homes);
        if (enforced.isEmpty()) {
            return;
        }
        try {
            enforced.get().deleteNested(owner.value());
        } catch (IOException e) { // most can also be deleted as directories
            LOG.warnf("nested subvolumes could not all be deleted: account=%s reason=%s", owner, e.getMessage());
        }
    }

    private void run() throws InterruptedException {
        try {
            reconcile();
        } catch (IOException | RuntimeException e) {
            LOG.warnf("quotas of the filesystem could not be applied and are retried: reason=%s", e.getMessage());
        }
        if (hints.tryAcquire(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
            hints.drainPermits();
        }
    }

    /** Homes that are being received have the limit of their owner. */
    private Optional<Long> limit(String name) {
        String owner =
                name.startsWith(HomesReception.INCOMING) ? name.substring(HomesReception.INCOMING.length()) : name;
        try {
            return Optional.of(limits.homeBytes(new OwnerName(owner)));
        } catch (InvalidValueException notAnOwner) {
            return Optional.empty();
        }
    }

    /** The engine limits a container's own subvolume; nested ones must count towards that limit. */
    private static Optional<Long> limit(Group layer) {
        return layer.limit() == UNLIMITED ? Optional.empty() : Optional.of(layer.limit());
    }
}
