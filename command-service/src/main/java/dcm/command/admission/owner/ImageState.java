package dcm.command.admission.owner;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.quota.Use;
import dcm.contract.transfer.GivenImage;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image of an owner's own, as admission knows it.
 *
 * @param host that has it
 * @param partition of the host's orders
 * @param container that it is made of, by its order {@code number}
 * @param digest null until it is made
 * @param flattens what it is made of, if that is another image; null: a container
 * @param ownBytes that it holds beyond its base image; null until it is made
 * @param facts null until it is made, and in states from before they were kept
 * @param adopted true: it was made under another name, somebody else's; null in states from before there were such
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
        @Nullable Flattening flattens,
        @Nullable Long ownBytes,
        @Nullable ImageFacts facts,
        @Nullable Boolean adopted) {

    /**
     * An image is made of another one. The order for it is not among those of a container that anybody has.
     *
     * @param original the other image
     */
    public record Flattening(IntentId intent, ImageId original, Instant deadline) {}

    /** The number of the one order of a throwaway container. */
    static final int ONLY_ORDER = 1;

    /** How far it has come. */
    public enum Phase {
        COMMITTING,
        READY,
        /** It has no name any more; its host has not confirmed yet that nothing is left of it. */
        REMOVED
    }

    static ImageState of(CommitOrdered ordered) {
        return new ImageState(
                ordered.image(),
                ordered.name(),
                ordered.host(),
                ordered.partition(),
                ordered.container(),
                ordered.number(),
                Phase.COMMITTING,
                null,
                null,
                null,
                null,
                false);
    }

    static ImageState of(FlattenOrdered ordered) {
        return new ImageState(
                ordered.image(),
                ordered.name(),
                ordered.host(),
                ordered.partition(),
                ordered.container(),
                ONLY_ORDER,
                Phase.COMMITTING,
                null,
                new Flattening(ordered.intent(), ordered.original(), ordered.deadline()),
                null,
                null,
                false);
    }

    /** One that somebody else has handed over: no container of hers has made it. */
    static ImageState of(HandOverReceived received) {
        GivenImage given = received.given();
        return new ImageState(
                received.image(),
                received.gift().image(),
                given.host(),
                given.partition(),
                ContainerId.of(received.intent()),
                ONLY_ORDER,
                Phase.READY,
                given.digest(),
                null,
                given.facts() == null ? null : given.facts().ownBytes(),
                given.facts(),
                true);
    }

    /** The flattening that is under way; empty when it is over, or this is no such image. */
    Optional<Flattening> flattening() {
        return phase == Phase.COMMITTING ? Optional.ofNullable(flattens) : Optional.empty();
    }

    ImageState ready(ImageDigest nowDigest, ImageFacts nowFacts) {
        return new ImageState(
                id,
                name,
                host,
                partition,
                container,
                number,
                Phase.READY,
                nowDigest,
                flattens,
                nowFacts.ownBytes(),
                nowFacts,
                adopted);
    }

    ImageState removed() {
        return new ImageState(
                id,
                name,
                host,
                partition,
                container,
                number,
                Phase.REMOVED,
                digest,
                flattens,
                ownBytes,
                facts,
                adopted);
    }

    /** The deadline of the flattening that is under way. */
    public Optional<Instant> flattensUntil() {
        return flattening().map(Flattening::deadline);
    }

    /** The space that counts. Those that were made before it was counted tell it once the state is rebuilt. */
    long mebibytes() {
        return ownBytes == null ? 0 : Use.mebibytes(ownBytes);
    }

    /** What its host has to look for, as it has another name there; null: it has this one. */
    @Nullable
    ImageDigest adoptedDigest() {
        return Boolean.TRUE.equals(adopted) ? digest : null;
    }

    @JsonIgnore
    boolean isReady() {
        return phase == Phase.READY;
    }

    /** The image as containers are made of it; empty before it is made. */
    Optional<Image> image() {
        return Optional.ofNullable(digest).map(known -> new Image(name, known));
    }
}
