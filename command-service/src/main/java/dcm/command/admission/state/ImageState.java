package dcm.command.admission.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.event.ImageOrdered;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.transfer.TransferredImage;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of an owner's image.
 *
 * @param host the host that has it
 * @param partition the partition of the host's orders
 * @param container the container from which it is committed, with the order {@code number}
 * @param digest null until it is created
 * @param creation how it is created, in stored states {@code flattens}; null for a commit of a container
 * @param ownBytes its size without the base image; null until it is created
 * @param facts null until it is created, and in old states without this field
 * @param adopted true if it was transferred and its host knows it under another name; null in old states without this
 *     field
 */
public record ImageState(
        ImageId id,
        ImageName name,
        HostName host,
        int partition,
        ContainerId container,
        int number,
        Phase phase,
        @Nullable ImageDigest digest,
        @JsonProperty("flattens") @Nullable Creation creation,
        @Nullable Long ownBytes,
        @Nullable ImageFacts facts,
        @Nullable Boolean adopted) {

    /**
     * The creation of an image that is not committed from a container of its owner. Its order has an id of its own in
     * place of a container's.
     *
     * @param original the image that is flattened; null for an import
     */
    public record Creation(IntentId intent, @Nullable ImageId original, Instant deadline) {}

    /** The phase of an image. */
    public enum Phase {
        COMMITTING,
        READY,
        /** Its name is free again; its host has not yet confirmed the deletion. */
        REMOVED
    }

    /** An image whose creation is ordered. */
    public static ImageState of(ImageOrdered ordered) {
        return new ImageState(
                ordered.image(),
                ordered.name(),
                ordered.host(),
                ordered.partition(),
                ordered.container(),
                ordered.number(),
                Phase.COMMITTING,
                null,
                creation(ordered),
                null,
                null,
                false);
    }

    private static @Nullable Creation creation(ImageOrdered ordered) {
        return switch (ordered) {
            case CommitOrdered commit -> null;
            case FlattenOrdered flatten -> new Creation(flatten.intent(), flatten.original(), flatten.deadline());
            case ImportOrdered archive -> new Creation(archive.intent(), null, archive.deadline());
        };
    }

    /** A transferred image, which no container of the owner has created. */
    public static ImageState of(HandOverReceived received) {
        TransferredImage given = received.given();
        return new ImageState(
                received.image(),
                received.item().image(),
                given.host(),
                given.partition(),
                ContainerId.of(received.intent()),
                ImageOrdered.ONLY_ORDER,
                Phase.READY,
                given.digest(),
                null,
                given.facts() == null ? null : given.facts().ownBytes(),
                given.facts(),
                true);
    }

    /** The creation in progress, other than a commit; empty if there is none. */
    public Optional<Creation> creating() {
        return phase == Phase.COMMITTING ? Optional.ofNullable(creation) : Optional.empty();
    }

    /** True while the image is imported. */
    public boolean isBeingImported() {
        return creating().filter(how -> how.original() == null).isPresent();
    }

    /** A copy for an image whose content has been created. */
    public ImageState complete(ImageDigest nowDigest, ImageFacts nowFacts) {
        return new ImageState(
                id,
                name,
                host,
                partition,
                container,
                number,
                Phase.READY,
                nowDigest,
                creation,
                nowFacts.ownBytes(),
                nowFacts,
                adopted);
    }

    /** A copy without its name, to be deleted from its host. */
    public ImageState remove() {
        return new ImageState(
                id,
                name,
                host,
                partition,
                container,
                number,
                Phase.REMOVED,
                digest,
                creation,
                ownBytes,
                facts,
                adopted);
    }

    /** A copy on another host, which pulls the image from the image registry when it needs it. */
    public ImageState on(HostName other) {
        return new ImageState(
                id, name, other, partition, container, number, phase, digest, creation, ownBytes, facts, false);
    }

    /** The deadline of the creation in progress, other than a commit. */
    public Optional<Instant> creatingUntil() {
        return creating().map(Creation::deadline);
    }

    /** The size that counts against the quota, in MiB; 0 in old states without a size. */
    public long mebibytes() {
        return ownBytes == null ? 0 : ResourceUsage.mebibytes(ownBytes);
    }

    /** The digest by which the host finds a transferred image; null if the host knows the image by this id. */
    @Nullable
    public ImageDigest adoptedDigest() {
        return Boolean.TRUE.equals(adopted) ? digest : null;
    }

    /** Whether the installation's image registry has it. */
    @JsonIgnore
    public boolean isInRegistry() {
        return facts != null && facts.manifest() != null;
    }

    @JsonIgnore
    public boolean isReady() {
        return phase == Phase.READY;
    }

    /** The image for creating containers; empty before it is created. */
    public Optional<Image> image() {
        return Optional.ofNullable(digest).map(known -> new Image(name, known));
    }
}
