package dcm.command.admission.owner;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image of an owner's own, as admission knows it.
 *
 * @param host that has it
 * @param partition of the host's orders
 * @param container that it is made of, by its order {@code number}
 * @param digest null until it is made
 */
public record ImageState(
        ImageId id,
        ImageName name,
        HostName host,
        int partition,
        ContainerId container,
        int number,
        Phase phase,
        @Nullable ImageDigest digest) {

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
                null);
    }

    ImageState ready(ImageDigest nowDigest) {
        return new ImageState(id, name, host, partition, container, number, Phase.READY, nowDigest);
    }

    ImageState removed() {
        return new ImageState(id, name, host, partition, container, number, Phase.REMOVED, digest);
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
