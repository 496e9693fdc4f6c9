package dcm.command.admission.owner;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.RemovalStep;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.transfer.ImageRemovalPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

    /**
     * The account.
     *
     * @param homeHost the host of the owner's homes; null until the first container has started
     * @param hosts the hosts that may have data of the owner, with the partitions of their desired state; null in states of earlier
     *     versions
     * @param removal null unless the account is being removed
     * @param homeMiB the size of the homes by host; null in states of earlier versions
     * @param enforced the hosts whose filesystem enforces the owner's quota; null in states of earlier versions
     */
    public record Account(
            AccountSnapshot snapshot,
            @Nullable HostName homeHost,
            @Nullable Map<HostName, Integer> hosts,
            @Nullable RemovalProgress removal,
            @Nullable Map<HostName, Long> homeMiB,
            @Nullable Set<HostName> enforced) {

        Account with(AccountSnapshot changed) {
            return new Account(changed, homeHost, hosts, removal, homeMiB, enforced);
        }

        Account at(HostName home) {
            return new Account(snapshot, home, hosts, removal, homeMiB, enforced);
        }

        /** With this size of the homes on a host. */
        Account holding(HostName host, long mebibytes, boolean isEnforced) {
            Set<HostName> all = enforced == null ? new HashSet<>() : new HashSet<>(enforced);
            if (isEnforced) {
                all.add(host);
            } else {
                all.remove(host);
            }
            return new Account(snapshot, homeHost, hosts, removal, measured(host, mebibytes), all);
        }

        private Map<HostName, Long> measured(HostName host, long mebibytes) {
            Map<HostName, Long> all = homeMiB == null ? new HashMap<>() : new HashMap<>(homeMiB);
            if (mebibytes == 0) {
                all.remove(host);
            } else {
                all.put(host, mebibytes);
            }
            return all;
        }

        /** The size of the homes on a host, in MiB. */
        long homes(HostName host) {
            return homeMiB == null ? 0 : homeMiB.getOrDefault(host, 0L);
        }

        /** The size of all homes, in MiB. */
        long homes() {
            return homeMiB == null
                    ? 0
                    : homeMiB.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Whether the filesystem of a host enforces the owner's quota. */
        boolean isEnforced(HostName host) {
            return enforced != null && enforced.contains(host);
        }

        /** Whether filesystems alone enforce the quota. One can; several do not know each other's usage. */
        boolean needsNoCount() {
            return homeMiB != null
                    && homeMiB.size() == 1
                    && homeMiB.keySet().stream().allMatch(this::isEnforced);
        }

        /** Without this host, which was removed. */
        Account without(HostName host) {
            Map<HostName, Integer> all = hosts == null ? new HashMap<>() : new HashMap<>(hosts);
            all.remove(host);
            return new Account(
                    snapshot,
                    host.equals(homeHost) ? null : homeHost,
                    all,
                    removal == null ? null : removal.without(host),
                    measured(host, 0),
                    enforced);
        }

        /** With this host as one that may have data of the owner. */
        Account on(HostName host, int partition) {
            Map<HostName, Integer> all = hosts == null ? new HashMap<>() : new HashMap<>(hosts);
            all.put(host, partition);
            return new Account(snapshot, homeHost, all, removal, homeMiB, enforced);
        }

        Account with(@Nullable RemovalProgress now) {
            return new Account(snapshot, homeHost, hosts, now, homeMiB, enforced);
        }
    }

    /**
     * The removal of an account.
     *
     * @param intent by which it was asked for
     * @param hosts that have still to confirm the step
     * @param images what happens to the images; null: they are removed
     * @param left how far that has come with each; null in states from before anything else could become of them
     * @param successor the account that receives containers and homes; null: they are removed
     * @param leftContainers how far that has come with each; null in states from before there were successors
     */
    public record RemovalProgress(
            IntentId intent,
            RemovalStep step,
            Map<HostName, Integer> hosts,
            @Nullable ImageRemovalPolicy images,
            @Nullable List<ImageRemovalProgress> left,
            @JsonProperty("heir") @Nullable OwnerName successor,
            @Nullable List<ContainerTransferProgress> leftContainers) {
        public RemovalProgress {
            hosts = Map.copyOf(hosts);
            left = left == null ? List.of() : List.copyOf(left);
            leftContainers = leftContainers == null ? List.of() : List.copyOf(leftContainers);
        }

        /** Whether the successor may create containers, which requires that the homes are transferred. */
        boolean homesAreHanded() {
            return successor == null || step == RemovalStep.IMAGES || step == RemovalStep.SIGN_IN;
        }

        /** How far it has come with a container. */
        ContainerTransferProgress left(ContainerId container) {
            return Objects.requireNonNull(leftContainers).stream()
                    .filter(one -> one.container().equals(container))
                    .findFirst()
                    .orElse(new ContainerTransferProgress(container, 0, null, null, null));
        }

        RemovalProgress with(ContainerTransferProgress now) {
            Stream<ContainerTransferProgress> others = Objects.requireNonNull(leftContainers).stream()
                    .filter(one -> !one.container().equals(now.container()));
            return new RemovalProgress(
                    intent,
                    step,
                    hosts,
                    images,
                    left,
                    successor,
                    Stream.concat(others, Stream.of(now)).toList());
        }

        ImageRemovalPolicy fate() {
            return images == null ? ImageRemovalPolicy.REMOVED : images;
        }

        /** How far it has come with an image. */
        ImageRemovalProgress left(ImageId image) {
            return all().filter(one -> one.image().equals(image))
                    .findFirst()
                    .orElse(new ImageRemovalProgress(image, 0, false, null, null));
        }

        private Stream<ImageRemovalProgress> all() {
            return left == null ? Stream.of() : left.stream();
        }

        RemovalProgress with(ImageRemovalProgress now) {
            Stream<ImageRemovalProgress> others =
                    all().filter(one -> !one.image().equals(now.image()));
            return new RemovalProgress(
                    intent,
                    step,
                    hosts,
                    images,
                    Stream.concat(others, Stream.of(now)).toList(),
                    successor,
                    leftContainers);
        }

        RemovalProgress with(ImageRemovalPolicy now) {
            return new RemovalProgress(intent, step, hosts, now, List.of(), successor, leftContainers);
        }

        RemovalProgress at(RemovalStep now, Map<HostName, Integer> waiting) {
            return new RemovalProgress(intent, now, waiting, images, left, successor, leftContainers);
        }

        RemovalProgress without(HostName host) {
            Map<HostName, Integer> waiting = new HashMap<>(hosts);
            waiting.remove(host);
            return at(step, waiting);
        }
    }

    /**
     * An image of an account that is removed.
     *
     * @param attempts how often a receiver was asked to take it
     * @param promoted whether it was asked that it becomes a base image
     * @param failedAt when it was not taken the last time; null: it was never asked, or is on its way
     * @param blockedReason why it was not taken
     */
    public record ImageRemovalProgress(
            ImageId image,
            int attempts,
            boolean promoted,
            @Nullable Instant failedAt,
            @JsonProperty("obstacle") @Nullable String blockedReason) {}

    /**
     * A container of an account that is handed over as a whole.
     *
     * @param attempts how often the successor was asked to take it
     * @param failedAt when that failed the last time; null: it was never asked, or is on its way
     * @param code why it failed
     * @param blockedReason the same in words
     */
    public record ContainerTransferProgress(
            ContainerId container,
            int attempts,
            @Nullable Instant failedAt,
            @Nullable ErrorCode code,
            @JsonProperty("obstacle") @Nullable String blockedReason) {}

    /** The account, of which it is known that it is open. */
    Account open() {
        if (account == null) {
            throw new IllegalStateException(owner + " has no account");
        }
        return account;
    }

    public static OwnerState unknown(OwnerName owner) {
        return new OwnerState(owner, null, Map.of(), Map.of(), Transfers.NONE);
    }

    Optional<ContainerState> container(ContainerId id) {
        return Optional.ofNullable(containers.get(id));
    }

    /** A container that an earlier event has named. */
    ContainerState known(ContainerId id) {
        return container(id).orElseThrow(() -> new IllegalStateException(owner + " has no container " + id));
    }

    Collection<ContainerState> all() {
        return containers.values();
    }

    /** True if a container has this name, or will have it. */
    boolean hasNamed(ContainerName name) {
        return transfers.keeps(name) || indexed().hasNamed(name);
    }

    /** True if an image has this name, or will have it. */
    boolean hasNamed(ImageName name) {
        return transfers.keeps(name)
                || images.values().stream()
                        .anyMatch(image -> image.phase() != ImageState.Phase.REMOVED
                                && image.name().equals(name));
    }

    OwnerState with(Transfers changed) {
        return new OwnerState(owner, account, containers, images, changed);
    }

    OwnerState with(Account changed) {
        return new OwnerState(owner, changed, containers, images, transfers);
    }

    OwnerState with(ContainerState changed) {
        return new OwnerState(owner, account, indexed().with(changed), images, transfers);
    }

    OwnerState without(ContainerId gone) {
        return new OwnerState(owner, account, indexed().without(gone), images, transfers);
    }

    /** The containers with their indexes. */
    ContainerIndex indexed() {
        return ContainerIndex.of(containers);
    }

    /** An image that an earlier event has named. */
    ImageState known(ImageId id) {
        ImageState image = images.get(id);
        if (image == null) {
            throw new IllegalStateException(owner + " has no image " + id);
        }
        return image;
    }

    /** The ready images to which {@code name} can refer, sorted by name. */
    List<ImageState> usable(ImageName name) {
        return images.values().stream()
                .filter(ImageState::isReady)
                .filter(image -> name.means(image.name()))
                .sorted(Comparator.comparing(image -> image.name().value()))
                .toList();
    }

    /** The image that is being made of another one by the order of this throwaway container. */
    Optional<ImageState> flattenedBy(ContainerId throwaway) {
        return images.values().stream()
                .filter(image -> image.container().equals(throwaway)
                        && image.flattening().isPresent())
                .findFirst();
    }

    /** True while one layer is being made of this image. */
    boolean isBeingFlattened(ImageState image) {
        return images.values().stream()
                .flatMap(other -> other.flattening().stream())
                .anyMatch(flattening -> flattening.original().equals(image.id()));
    }

    /** The containers created from this image, including those being removed. */
    List<ContainerState> using(ImageState image) {
        return all().stream()
                .filter(container -> container.spec().image().digest().equals(image.digest()))
                .sorted(Comparator.comparing(
                        container -> container.spec().name().value()))
                .toList();
    }

    OwnerState with(ImageState changed) {
        Map<ImageId, ImageState> all = new HashMap<>(images);
        all.put(changed.id(), changed);
        return new OwnerState(owner, account, containers, all, transfers);
    }

    OwnerState without(ImageId gone) {
        Map<ImageId, ImageState> all = new HashMap<>(images);
        all.remove(gone);
        return new OwnerState(owner, account, containers, all, transfers);
    }
}
