package dcm.worker.operation;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.OwnerName;
import dcm.worker.engine.Engine;
import dcm.worker.engine.ImageContent;
import dcm.worker.storage.FilesystemQuotas;
import dcm.worker.storage.Homes;
import dcm.worker.storage.KeyDirectories;
import java.nio.file.Path;
import java.util.Optional;

/** Implements {@link Storage} with this host's homes, key directories and quotas. Thread-safe. */
public record HostStorage(Homes homes, KeyDirectories keys, FilesystemQuotas quotas, Engine engine) implements Storage {
    @Override
    public Mounts of(OwnerName owner) throws InterruptedException {
        Path known = keys.of(owner); // first, because the account's record contains both the keys and the quota
        return new Mounts(homes.ensure(owner), known);
    }

    @Override
    public Optional<Long> layerBytes(ContainerSpec spec) {
        Integer most = spec.limits().diskMiB();
        return most == null
                ? Optional.empty()
                : quotas.layerBytes(
                        ((long) most) << 20,
                        () -> engine.imageContent(spec.image().digest())
                                .map(ImageContent::sizeBytes)
                                .orElse(0L));
    }
}
