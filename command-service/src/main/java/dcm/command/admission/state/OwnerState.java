package dcm.command.admission.state;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.OwnerName;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of one owner.
 *
 * @param account null until it is opened
 * @param containers all containers whose removal is not confirmed
 * @param images all of the owner's images whose deletion is not confirmed
 * @param transfers the owner's outgoing and incoming transfers
 */
public record OwnerState(
        OwnerName owner,
        @Nullable Account account,
        Map<ContainerId, ContainerState> containers,
        Map<ImageId, ImageState> images,
        Transfers transfers) {
    public OwnerState {
        containers = ContainerIndex.of(containers);
        images = Map.copyOf(images);
    }

    /** The account, which must be open. */
    public Account open() {
        if (account == null) {
            throw new IllegalStateException(owner + " has no account");
        }
        return account;
    }

    public static OwnerState unknown(OwnerName owner) {
        return new OwnerState(owner, null, Map.of(), Map.of(), Transfers.NONE);
    }

    public Optional<ContainerState> container(ContainerId id) {
        return Optional.ofNullable(containers.get(id));
    }

    /** A container that an earlier event has named. */
    public ContainerState known(ContainerId id) {
        return container(id).orElseThrow(() -> new IllegalStateException(owner + " has no container " + id));
    }

    public Collection<ContainerState> all() {
        return containers.values();
    }

    /** True if a container has this name, or will have it. */
    public boolean hasNamed(ContainerName name) {
        return transfers.keeps(name) || indexed().hasNamed(name);
    }

    /** True if an image has this name, or will have it. */
    public boolean hasNamed(ImageName name) {
        return transfers.keeps(name)
                || images.values().stream()
                        .anyMatch(image -> image.phase() != ImageState.Phase.REMOVED
                                && image.name().equals(name));
    }

    public OwnerState with(Transfers changed) {
        return new OwnerState(owner, account, containers, images, changed);
    }

    public OwnerState with(Account changed) {
        return new OwnerState(owner, changed, containers, images, transfers);
    }

    public OwnerState with(ContainerState changed) {
        return new OwnerState(owner, account, indexed().with(changed), images, transfers);
    }

    public OwnerState without(ContainerId gone) {
        return new OwnerState(owner, account, indexed().without(gone), images, transfers);
    }

    /** The same state, as the one with which later ones are compared. */
    public OwnerState asBaseline() {
        return new OwnerState(owner, account, indexed().asBaseline(), images, transfers);
    }

    /** The hosts with containers, images or homes of the owner. */
    public Set<HostName> hosts() {
        Set<HostName> hosts = new HashSet<>(indexed().hosts());
        images.values().stream().map(ImageState::host).forEach(hosts::add);
        if (account != null && !account.snapshot().isRemoved()) {
            hosts.addAll(account.hostsWithData());
        }
        return hosts;
    }

    /** The containers that may differ from those of {@code earlier}. */
    public Set<ContainerId> changedSince(OwnerState earlier) {
        return indexed().changedSince(earlier.indexed());
    }

    /** The containers with their indexes. */
    public ContainerIndex indexed() {
        return ContainerIndex.of(containers);
    }

    /** An image that an earlier event has named. */
    public ImageState known(ImageId id) {
        ImageState image = images.get(id);
        if (image == null) {
            throw new IllegalStateException(owner + " has no image " + id);
        }
        return image;
    }

    /** The ready images to which {@code name} can refer, sorted by name. */
    public List<ImageState> usable(ImageName name) {
        return images.values().stream()
                .filter(ImageState::isReady)
                .filter(image -> name.means(image.name()))
                .sorted(Comparator.comparing(image -> image.name().value()))
                .toList();
    }

    /** The image that the order with this id creates, other than by a commit. */
    public Optional<ImageState> createdBy(ContainerId order) {
        return images.values().stream()
                .filter(image ->
                        image.container().equals(order) && image.creating().isPresent())
                .findFirst();
    }

    /** True while this image is being flattened. */
    public boolean isBeingFlattened(ImageState image) {
        return images.values().stream()
                .flatMap(other -> other.creating().stream())
                .anyMatch(creation -> image.id().equals(creation.original()));
    }

    /** The containers created from this image, including those being removed. */
    public List<ContainerState> using(ImageState image) {
        return all().stream()
                .filter(container -> container.spec().image().digest().equals(image.digest()))
                .sorted(Comparator.comparing(
                        container -> container.spec().name().value()))
                .toList();
    }

    /** True if one of the owner's containers was created from this image, including those being removed. */
    public boolean isUsed(ImageState image) {
        return all().stream()
                .anyMatch(container -> container.spec().image().digest().equals(image.digest()));
    }

    public OwnerState with(ImageState changed) {
        Map<ImageId, ImageState> all = new HashMap<>(images);
        all.put(changed.id(), changed);
        return new OwnerState(owner, account, containers, all, transfers);
    }

    public OwnerState without(ImageId gone) {
        Map<ImageId, ImageState> all = new HashMap<>(images);
        all.remove(gone);
        return new OwnerState(owner, account, containers, all, transfers);
    }
}
