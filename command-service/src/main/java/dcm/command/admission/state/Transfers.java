package dcm.command.admission.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.HandOverIntent.CompleteHandOver;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.transfer.TransferItem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing and incoming transfers of an owner.
 *
 * @param offer the offer of the whole account; null if there is none or it was answered
 * @param incomingAccount the whole account being received, until its removal is complete; null if there is none
 */
public record Transfers(
        @JsonProperty("giving") List<OutgoingTransfer> outgoing,
        @JsonProperty("taking") List<IncomingTransfer> incoming,
        @Nullable AccountTransfer offer,
        @JsonProperty("heritage") @Nullable AccountTransfer incomingAccount) {
    /** The step that releases what is transferred; part of the id of its intent. */
    public static final String RELEASE = "release";

    /** No transfers. */
    public static final Transfers NONE = new Transfers(List.of(), List.of(), null, null);

    /**
     * A transfer of a whole account.
     *
     * @param with the other account
     * @param entered whether the receiver has the homes
     */
    public record AccountTransfer(IntentId handOver, OwnerName with, boolean entered) {}

    public Transfers {
        outgoing = List.copyOf(outgoing);
        incoming = List.copyOf(incoming);
    }

    /** The stage of an outgoing transfer. */
    public enum Stage {
        /** Waiting for the receiver's reservation. */
        ASKING,
        /** Stopping the container and committing it to an image. */
        RELEASING,
        /** The receiver was asked to take the image. */
        SENT,
        /** The receiver has taken it. */
        CONFIRMED
    }

    /**
     * An outgoing transfer.
     *
     * @param image the owner's image; null for a container
     * @param container the owner's container; null for an image
     * @param running whether the container was running
     * @param code why the commit of the container failed; null if it has not failed
     * @param detail the message for {@code code}
     */
    public record OutgoingTransfer(
            IntentId handOver,
            OwnerName to,
            @JsonProperty("gift") TransferItem item,
            @Nullable ImageId image,
            @Nullable ContainerId container,
            boolean running,
            Stage stage,
            @Nullable ErrorCode code,
            @Nullable String detail) {

        /** The intent that commits the container. */
        public IntentId releasing() {
            return handOver.following(RELEASE);
        }

        /** The transferred image: the owner's image, or the one that is committed from the container. */
        public ImageId given() {
            return image == null ? ImageId.of(releasing()) : image;
        }

        OutgoingTransfer at(Stage now) {
            return new OutgoingTransfer(handOver, to, item, image, container, running, now, code, detail);
        }

        OutgoingTransfer fail(ErrorCode why, String words) {
            return new OutgoingTransfer(handOver, to, item, image, container, running, stage, why, words);
        }
    }

    /**
     * An incoming transfer.
     *
     * @param received true if the image is here and its container must still be created
     */
    public record IncomingTransfer(
            IntentId handOver,
            OwnerName from,
            @JsonProperty("gift") TransferItem item,
            boolean received) {
        /** The use that is reserved for the transfer. */
        public ResourceUsage use() {
            ResourceUsage container = item.container() == null
                    ? ResourceUsage.NONE
                    : item.container().usage(true);
            return received ? container : container.plus(image(item));
        }
    }

    /** The use of a transferred image; minimal until its size is known. */
    public static ResourceUsage image(TransferItem item) {
        return new ResourceUsage(Map.of(
                Resource.IMAGES, 1L, Resource.IMAGE_MIB, Math.max(1, Objects.requireNonNullElse(item.imageMiB(), 1L))));
    }

    public Optional<OutgoingTransfer> outgoing(IntentId handOver) {
        return outgoing.stream().filter(one -> one.handOver().equals(handOver)).findFirst();
    }

    /** Finds the outgoing transfer by the intent that commits its container. */
    public Optional<OutgoingTransfer> releasing(@Nullable IntentId intent) {
        return outgoing.stream().filter(one -> one.releasing().equals(intent)).findFirst();
    }

    public Optional<IncomingTransfer> incoming(IntentId handOver) {
        return incoming.stream().filter(one -> one.handOver().equals(handOver)).findFirst();
    }

    public boolean gives(ContainerId container) {
        return outgoing.stream().anyMatch(one -> container.equals(one.container()));
    }

    /** True if the image, or the container from which it is committed, is being transferred. */
    public boolean gives(ImageId image) {
        return outgoing.stream().anyMatch(one -> image.equals(one.given()));
    }

    /** True if the name is reserved for an incoming container. */
    public boolean keeps(ContainerName name) {
        return incoming.stream()
                .anyMatch(one -> one.item().container() != null
                        && one.item().container().name().equals(name));
    }

    /** True if the name is reserved for an incoming image. */
    public boolean keeps(ImageName name) {
        return incoming.stream()
                .anyMatch(one -> !one.received() && one.item().image().equals(name));
    }

    @JsonIgnore
    public ResourceUsage use() {
        return incoming.stream().map(IncomingTransfer::use).reduce(ResourceUsage.NONE, ResourceUsage::plus);
    }

    @JsonIgnore
    public boolean isEmpty() {
        return outgoing.isEmpty() && incoming.isEmpty() && offer == null && incomingAccount == null;
    }

    /** The commit of the container was ordered. */
    public Transfers releasedBy(IntentId intent) {
        return releasing(intent).map(one -> at(one.handOver(), Stage.RELEASING)).orElse(this);
    }

    /** The commit failed. */
    public Transfers failedBy(@Nullable IntentId intent, ErrorCode code, String detail) {
        return releasing(intent)
                .map(one -> changed(one.handOver(), outgoing -> outgoing.fail(code, detail)))
                .orElse(this);
    }

    /** The container is being created. */
    public Transfers completedBy(IntentId intent) {
        return incoming.stream()
                .filter(one -> CompleteHandOver.id(one.handOver()).equals(intent))
                .findFirst()
                .map(one -> without(one.handOver()))
                .orElse(this);
    }

    /** A copy with another outgoing transfer. */
    public Transfers with(OutgoingTransfer more) {
        return new Transfers(
                Stream.concat(outgoing.stream(), Stream.of(more)).toList(), incoming, offer, incomingAccount);
    }

    /** A copy with another incoming transfer. */
    public Transfers with(IncomingTransfer more) {
        return new Transfers(
                outgoing, Stream.concat(incoming.stream(), Stream.of(more)).toList(), offer, incomingAccount);
    }

    /** A copy with an outgoing transfer at another stage; unchanged if there is no such transfer. */
    public Transfers at(IntentId handOver, Stage stage) {
        return changed(handOver, outgoing -> outgoing.at(stage));
    }

    /** A copy with an offer of the whole account. */
    public Transfers offering(AccountTransfer now) {
        return new Transfers(outgoing, incoming, now, incomingAccount);
    }

    /** A copy with the receipt of a whole account. */
    public Transfers receiving(AccountTransfer now) {
        return new Transfers(outgoing, incoming, offer, now);
    }

    private Transfers changed(IntentId handOver, UnaryOperator<OutgoingTransfer> change) {
        return new Transfers(
                outgoing.stream()
                        .map(one -> one.handOver().equals(handOver) ? change.apply(one) : one)
                        .toList(),
                incoming,
                offer,
                incomingAccount);
    }

    /** A copy without this transfer, whatever it transfers. */
    public Transfers without(IntentId handOver) {
        return new Transfers(
                outgoing.stream()
                        .filter(one -> !one.handOver().equals(handOver))
                        .toList(),
                incoming.stream()
                        .filter(one -> !one.handOver().equals(handOver))
                        .toList(),
                offer == null || offer.handOver().equals(handOver) ? null : offer,
                incomingAccount == null || incomingAccount.handOver().equals(handOver) ? null : incomingAccount);
    }

    /** Whether this transfer will bring the homes. */
    public boolean awaits(IntentId handOver) {
        return incomingAccount != null
                && !incomingAccount.entered()
                && incomingAccount.handOver().equals(handOver);
    }

    /** Whether this is the current offer of the whole account. */
    public boolean offers(IntentId handOver) {
        return offer != null && offer.handOver().equals(handOver);
    }
}
