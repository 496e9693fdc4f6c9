package dcm.worker.baseimage;

import dcm.contract.identity.ImageDigest;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.worker.engine.BaseImageStore;
import dcm.worker.engine.BaseImageStore.StoredVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions of catalog images that the engine has, as of the last {@link #refresh}. Thread-safe. */
final class CatalogImageVersions {
    private final BaseImageStore store;
    private volatile List<StoredVersion> versions = List.of();

    CatalogImageVersions(BaseImageStore store) {
        this.store = store;
    }

    /** Reads the versions from the engine. */
    void refresh() {
        versions = store.storedVersions();
    }

    /** The engine's references of all versions. */
    Stream<String> references() {
        return versions.stream().map(store::reference);
    }

    /** The digest of exactly this version, whether it has passed the login test or not. */
    Optional<ImageDigest> fetched(BaseImageSnapshot image) {
        return of(image)
                .filter(stored -> stored.version() == image.version())
                .map(StoredVersion::digest)
                .findFirst();
    }

    /** The digest of exactly this version, if it has passed the login test. */
    Optional<ImageDigest> passed(BaseImageSnapshot image) {
        return newestPassed(image)
                .filter(newest -> newest.version() == image.version())
                .map(StoredVersion::digest);
    }

    /** The newest version up to this one that has passed the login test. */
    Optional<StoredVersion> newestPassed(BaseImageSnapshot image) {
        return of(image)
                .filter(stored -> stored.checked() && stored.version() <= image.version())
                .max(Comparator.comparingInt(StoredVersion::version));
    }

    /** Removes all versions of an image, except those that containers use. */
    void removeAll(BaseImageSnapshot image) {
        of(image).forEach(store::remove);
    }

    /** Removes the versions of an image that are older than the newest one that has passed the login test. */
    void removeOld(BaseImageSnapshot image) {
        newestPassed(image)
                .ifPresent(newest -> of(image)
                        .filter(stored -> stored.version() < newest.version())
                        .forEach(store::remove));
    }

    private Stream<StoredVersion> of(BaseImageSnapshot image) {
        String key = store.key(image.name());
        return versions.stream().filter(stored -> stored.key().equals(key));
    }
}
