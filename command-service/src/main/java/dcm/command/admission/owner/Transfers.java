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
import dcm.contract.quota.Use;
import dcm.contract.transfer.Gift;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an owner is just handing over, and what she is just getting.
 *
 * @param offer of all that she has; null: none was made, or it was answered
 * @param heritage all that another account has, until nothing is left of that; null: there is none
 */
public record Transfers(
        List<Giving> giving,
        List<Taking> taking,
        @Nullable Whole offer,
        @Nullable Whole heritage) {
    /** Nothing. */
    public static final Transfers NONE = new Transfers(List.of(), List.of(), null, null);

    /**
     * A whole account.
     *
     * @param with who gets it, or from whom
     * @param entered whether the homes are the receiver's
     */
    public record Whole(IntentId handOver, OwnerName with, boolean entered) {}

    public Transfers {
        giving = List.copyOf(giving);
        taking = List.copyOf(taking);
    }

    /** How far the giver has come. */
    public enum Stage {
        /** It is not known yet whether the receiver has room. */
        ASKING,
        /** The container is stopped and made an image. */
        RELEASING,
        /** The receiver was asked to take the image. */
        SENT,
        /** The receiver has it. */
        CONFIRMED
    }

    /**
     * Something that is handed over.
     *
     * @param image hers; null: a container
     * @param container hers; null: an image
     * @param running whether the container ran
     * @param code why the image of the container was not made; null while that is not known
     * @param detail the same in words
     */
    public record Giving(
            IntentId handOver,
            OwnerName to,
            Gift gift,
            @Nullable ImageId image,
            @Nullable ContainerId container,
            boolean running,
            Stage stage,
            @Nullable ErrorCode code,
            @Nullable String detail) {

        /** The intent that makes the image of a container. */
        IntentId releasing() {
            return handOver.following(HandOverEffects.RELEASE);
        }

        /** The image that she gives, or that is made of the container that she gives. */
        ImageId given() {
            return image == null ? ImageId.of(releasing()) : image;
        }

        Giving at(Stage now) {
            return new Giving(handOver, to, gift, image, container, running, now, code, detail);
        }

        Giving failed(ErrorCode why, String words) {
            return new Giving(handOver, to, gift, image, container, running, stage, why, words);
        }
    }

    /**
     * Something that she gets.
     *
     * @param received true: she has the image, and her container is still to be made
     */
    public record Taking(IntentId handOver, OwnerName from, Gift gift, boolean received) {
        /** What is kept of her quota for it. */
        Use use() {
            Use container = gift.container() == null ? Use.NONE : Use.of(gift.container(), true);
            return received ? container : container.plus(image(gift));
        }
    }

    /** What counts of a gift's image; of one that is not made yet a little, until its size is known. */
    static Use image(Gift gift) {
        return new Use(Map.of(
                Resource.IMAGES, 1L, Resource.IMAGE_MIB, Math.max(1, Objects.requireNonNullElse(gift.imageMiB(), 1L))));
    }

    Optional<Giving> giving(IntentId handOver) {
        return giving.stream().filter(one -> one.handOver().equals(handOver)).findFirst();
    }

    /** By the intent that makes the image of a container. */
    Optional<Giving> releasing(@Nullable IntentId intent) {
        return giving.stream().filter(one -> one.releasing().equals(intent)).findFirst();
    }

    Optional<Taking> taking(IntentId handOver) {
        return taking.stream().filter(one -> one.handOver().equals(handOver)).findFirst();
    }

    boolean gives(ContainerId container) {
        return giving.stream().anyMatch(one -> container.equals(one.container()));
    }

    /** True for an image that is handed over, also by way of its container. */
    boolean gives(ImageId image) {
        return giving.stream().anyMatch(one -> image.equals(one.given()));
    }

    /** True for a name that is kept for a container. */
    boolean keeps(ContainerName name) {
        return taking.stream()
                .anyMatch(one -> one.gift().container() != null
                        && one.gift().container().name().equals(name));
    }

    /** True for a name that is kept for an image. */
    boolean keeps(ImageName name) {
        return taking.stream()
                .anyMatch(one -> !one.received() && one.gift().image().equals(name));
    }

    @JsonIgnore
    Use use() {
        return taking.stream().map(Taking::use).reduce(Use.NONE, Use::plus);
    }

    @JsonIgnore
    public boolean isEmpty() {
        return giving.isEmpty() && taking.isEmpty() && offer == null && heritage == null;
    }

    // ---- folds ----

    Transfers evolve(HandOverEvent event) {
        return switch (event) {
            case HandOverBegun begun ->
                with(new Giving(
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
                new Transfers(giving, taking, new Whole(offered.handOver(), offered.to(), false), heritage);
            case AccountReserved reserved ->
                new Transfers(giving, taking, offer, new Whole(reserved.handOver(), reserved.from(), false));
            case HomesEntered entered ->
                new Transfers(giving, taking, offer, new Whole(entered.handOver(), entered.from(), true));
            case HandOverFailed failed -> without(failed.handOver());
            case HandOverReserved reserved ->
                with(new Taking(reserved.handOver(), reserved.from(), reserved.gift(), false));
            case HandOverDeclined declined -> without(declined.handOver());
            case HandOverReceived received ->
                received.gift().container() == null
                        ? without(received.handOver())
                        : without(received.handOver())
                                .with(new Taking(received.handOver(), received.from(), received.gift(), true));
            case HandOverStepped stepped ->
                giving(stepped.handOver()).isEmpty()
                        ? without(stepped.handOver())
                        : stepped.intent().equals(stepped.handOver().following(HandOverEffects.CONFIRM))
                                ? changed(stepped.handOver(), giving -> giving.at(Stage.CONFIRMED))
                                : this;
        };
    }

    /** The image of a container was ordered. */
    Transfers releasedBy(IntentId intent) {
        return releasing(intent)
                .map(one -> changed(one.handOver(), giving -> giving.at(Stage.RELEASING)))
                .orElse(this);
    }

    /** It was not made. */
    Transfers failedBy(@Nullable IntentId intent, ErrorCode code, String detail) {
        return releasing(intent)
                .map(one -> changed(one.handOver(), giving -> giving.failed(code, detail)))
                .orElse(this);
    }

    /** Her container is being made. */
    Transfers completedBy(IntentId intent) {
        return taking.stream()
                .filter(one -> CompleteHandOver.id(one.handOver()).equals(intent))
                .findFirst()
                .map(one -> without(one.handOver()))
                .orElse(this);
    }

    private Transfers with(Giving more) {
        return new Transfers(Stream.concat(giving.stream(), Stream.of(more)).toList(), taking, offer, heritage);
    }

    private Transfers with(Taking more) {
        return new Transfers(
                giving, Stream.concat(taking.stream(), Stream.of(more)).toList(), offer, heritage);
    }

    private Transfers changed(IntentId handOver, UnaryOperator<Giving> change) {
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

    /** Whether it is by this that she gets homes. */
    boolean awaits(IntentId handOver) {
        return heritage != null && !heritage.entered() && heritage.handOver().equals(handOver);
    }

    /** Whether it is the whole account that she offers by this. */
    boolean offers(IntentId handOver) {
        return offer != null && offer.handOver().equals(handOver);
    }
}
