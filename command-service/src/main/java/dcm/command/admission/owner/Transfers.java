package dcm.command.admission.owner;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HandOverEvent.AccountOffered;
import dcm.contract.event.HandOverEvent.AccountReserved;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.HandOverEvent.HandOverDeclined;
import dcm.contract.event.HandOverEvent.HandOverFailed;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.HandOverEvent.HandOverReserved;
import dcm.contract.event.HandOverEvent.HandOverSent;
import dcm.contract.event.HandOverEvent.HandOverStepped;
import dcm.contract.event.HandOverEvent.HandedOver;
import dcm.contract.event.HandOverEvent.HomesEntered;
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
 * @param heritage the whole account being received, until its removal is complete; null if there is none
 */
public record Transfers(
        List<OutgoingTransfer> giving,
        List<IncomingTransfer> taking,
        @Nullable AccountTransfer offer,
        @Nullable AccountTransfer heritage) {
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
        giving = List.copyOf(giving);
        taking = List.copyOf(taking);
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
            TransferItem gift,
            @Nullable ImageId image,
            @Nullable ContainerId container,
            boolean running,
            Stage stage,
            @Nullable ErrorCode code,
            @Nullable String detail) {

        /** The intent that commits the container. */
        IntentId releasing() {
            return handOver.following(HandOverEffects.RELEASE);
        }

        /** The transferred image: the owner's image, or the one that is committed from the container. */
        ImageId given() {
            return image == null ? ImageId.of(releasing()) : image;
        }

        OutgoingTransfer at(Stage now) {
            return new OutgoingTransfer(handOver, to, gift, image, container, running, now, code, detail);
        }

        OutgoingTransfer failed(ErrorCode why, String words) {
            return new OutgoingTransfer(handOver, to, gift, image, container, running, stage, why, words);
        }
    }

    /**
     * An incoming transfer.
     *
     * @param received true if the image is here and its container must still be created
     */
    public record IncomingTransfer(IntentId handOver, OwnerName from, TransferItem gift, boolean received) {
        /** The use that is reserved for the transfer. */
        ResourceUsage use() {
            ResourceUsage container =
                    gift.container() == null ? ResourceUsage.NONE : ResourceUsage.of(gift.container(), true);
            return received ? container : container.plus(image(gift));
        }
    }

    /** The use of a transferred image; minimal until its size is known. */
    static ResourceUsage image(TransferItem gift) {
        return new ResourceUsage(Map.of(
                Resource.IMAGES, 1L, Resource.IMAGE_MIB, Math.max(1, Objects.requireNonNullElse(gift.imageMiB(), 1L))));
    }

    Optional<OutgoingTransfer> giving(IntentId handOver) {
        return giving.stream().filter(one -> one.handOver().equals(handOver)).findFirst();
    }

    /** Finds the outgoing transfer by the intent that commits its container. */
    Optional<OutgoingTransfer> releasing(@Nullable IntentId intent) {
        return giving.stream().filter(one -> one.releasing().equals(intent)).findFirst();
    }

    Optional<IncomingTransfer> taking(IntentId handOver) {
        return taking.stream().filter(one -> one.handOver().equals(handOver)).findFirst();
    }

    boolean gives(ContainerId container) {
        return giving.stream().anyMatch(one -> container.equals(one.container()));
    }

    /** True if the image, or the container from which it is committed, is being transferred. */
    boolean gives(ImageId image) {
        return giving.stream().anyMatch(one -> image.equals(one.given()));
    }

    /** True if the name is reserved for an incoming container. */
    boolean keeps(ContainerName name) {
        return taking.stream()
                .anyMatch(one -> one.gift().container() != null
                        && one.gift().container().name().equals(name));
    }

    /** True if the name is reserved for an incoming image. */
    boolean keeps(ImageName name) {
        return taking.stream()
                .anyMatch(one -> !one.received() && one.gift().image().equals(name));
    }

    @JsonIgnore
    ResourceUsage use() {
        return taking.stream().map(IncomingTransfer::use).reduce(ResourceUsage.NONE, ResourceUsage::plus);
    }

    @JsonIgnore
    public boolean isEmpty() {
        return giving.isEmpty() && taking.isEmpty() && offer == null && heritage == null;
    }

    // ---- folds ----

    Transfers evolve(HandOverEvent event) {
        return switch (event) {
            case HandOverBegun begun ->
                with(new OutgoingTransfer(
                        begun.handOver(),
                        begun.to(),
                        begun.gift(),
                        begun.image(),
                        begun.container(),
                        begun.running(),
                        Stage.ASKING,
                        null,
                        null));
            case HandOverSent sent -> changed(sent.handOver(), giving -> giving.at(Stage.SENT));
            case HandedOver done -> without(done.handOver());
            case AccountOffered offered ->
                new Transfers(giving, taking, new AccountTransfer(offered.handOver(), offered.to(), false), heritage);
            case AccountReserved reserved ->
                new Transfers(giving, taking, offer, new AccountTransfer(reserved.handOver(), reserved.from(), false));
            case HomesEntered entered ->
                new Transfers(giving, taking, offer, new AccountTransfer(entered.handOver(), entered.from(), true));
            case HandOverFailed failed -> without(failed.handOver());
            case HandOverReserved reserved ->
                with(new IncomingTransfer(reserved.handOver(), reserved.from(), reserved.gift(), false));
            case HandOverDeclined declined -> without(declined.handOver());
            case HandOverReceived received ->
                received.gift().container() == null
                        ? without(received.handOver())
                        : without(received.handOver())
                                .with(new IncomingTransfer(
                                        received.handOver(), received.from(), received.gift(), true));
            case HandOverStepped stepped ->
                giving(stepped.handOver()).isEmpty()
                        ? without(stepped.handOver())
                        : stepped.intent().equals(stepped.handOver().following(HandOverEffects.CONFIRM))
                                ? changed(stepped.handOver(), giving -> giving.at(Stage.CONFIRMED))
                                : this;
        };
    }

    /** The commit of the container was ordered. */
    Transfers releasedBy(IntentId intent) {
        return releasing(intent)
                .map(one -> changed(one.handOver(), giving -> giving.at(Stage.RELEASING)))
                .orElse(this);
    }

    /** The commit failed. */
    Transfers failedBy(@Nullable IntentId intent, ErrorCode code, String detail) {
        return releasing(intent)
                .map(one -> changed(one.handOver(), giving -> giving.failed(code, detail)))
                .orElse(this);
    }

    /** The container is being created. */
    Transfers completedBy(IntentId intent) {
        return taking.stream()
                .filter(one -> CompleteHandOver.id(one.handOver()).equals(intent))
                .findFirst()
                .map(one -> without(one.handOver()))
                .orElse(this);
    }

    private Transfers with(OutgoingTransfer more) {
        return new Transfers(Stream.concat(giving.stream(), Stream.of(more)).toList(), taking, offer, heritage);
    }

    private Transfers with(IncomingTransfer more) {
        return new Transfers(
                giving, Stream.concat(taking.stream(), Stream.of(more)).toList(), offer, heritage);
    }

    private Transfers changed(IntentId handOver, UnaryOperator<OutgoingTransfer> change) {
        return new Transfers(
                giving.stream()
                        .map(one -> one.handOver().equals(handOver) ? change.apply(one) : one)
                        .toList(),
                taking,
                offer,
                heritage);
    }

    private Transfers without(IntentId handOver) {
        return new Transfers(
                giving.stream().filter(one -> !one.handOver().equals(handOver)).toList(),
                taking.stream().filter(one -> !one.handOver().equals(handOver)).toList(),
                offer == null || offer.handOver().equals(handOver) ? null : offer,
                heritage == null || heritage.handOver().equals(handOver) ? null : heritage);
    }

    /** Whether this transfer will bring the homes. */
    boolean awaits(IntentId handOver) {
        return heritage != null && !heritage.entered() && heritage.handOver().equals(handOver);
    }

    /** Whether this is the current offer of the whole account. */
    boolean offers(IntentId handOver) {
        return offer != null && offer.handOver().equals(handOver);
    }
}
