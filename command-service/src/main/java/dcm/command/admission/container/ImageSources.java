package dcm.command.admission.container;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.placement.ImageSource;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the images of new containers come from: base images of hosts, or images of the owner. */
final class ImageSources {
    private ImageSources() {}

    /**
     * The source of an image. If a name without a tag matches several of the owner's images, {@code latest} is used,
     * otherwise the last in alphabetical order.
     */
    static Optional<ImageSource> named(OwnerState state, ImageName name, DecisionContext context) {
        List<ImageState> own = state.usable(name);
        if (own.isEmpty()) {
            Set<ImageName> offered = context.offered(state.open().snapshot());
            return offered.stream().anyMatch(name::means)
                    ? Optional.of(new ImageSource.Base(name, offered))
                    : Optional.empty();
        }
        return own.stream()
                .filter(image -> image.name().equals(name.tagged()))
                .findFirst()
                .or(() -> Optional.of(own.getLast()))
                .flatMap(image -> ofOwn(image, context));
    }

    /** The source of an owner's image; empty while the image is being created. */
    static Optional<ImageSource> ofOwn(ImageState own, DecisionContext context) {
        return own.image()
                .map(image ->
                        new ImageSource.Own(image, own.host(), context.policy().imageRegistry() && own.isInRegistry()));
    }

    /** The source of the image of a container that was placed before. */
    static ImageSource ofPlaced(OwnerState state, ContainerSpec spec, DecisionContext context) {
        return state.images().values().stream()
                .filter(image -> spec.image().digest().equals(image.digest()))
                .findFirst()
                .flatMap(image -> ofOwn(image, context))
                .orElseGet(() -> new ImageSource.Base(
                        spec.image().name(), context.offered(state.open().snapshot())));
    }

    /**
     * The source of a lost container's image: the same image, or else the one that has its name now. A base image never
     * replaces an image of the owner: it has another content. Empty if no live host has it.
     */
    static Optional<ImageSource> ofLost(OwnerState state, ContainerState container, DecisionContext context) {
        ContainerSpec spec = container.spec();
        return state.images().values().stream()
                .filter(image -> spec.image().digest().equals(image.digest()))
                .findFirst()
                .flatMap(image -> ofOwn(image, context))
                .or(() -> container.hasOwnImage() ? promoted(state, spec.image().digest(), context) : Optional.empty())
                .or(() -> named(state, spec.image().name(), context)
                        .filter(source -> source instanceof ImageSource.Own || !container.hasOwnImage()))
                .filter(source -> context.liveHosts().stream()
                        .anyMatch(host -> source.on(host).isPresent()));
    }

    /** The base image that an owner's image has become: only if all live hosts have this content under its name. */
    private static Optional<ImageSource> promoted(OwnerState state, ImageDigest digest, DecisionContext context) {
        Set<ImageName> offered = context.offered(state.open().snapshot());
        return context.liveHosts().stream()
                .flatMap(host -> host.report().baseImages().stream())
                .filter(image -> image.digest().equals(digest) && offered.contains(image.name()))
                .map(Image::name)
                .distinct() // of many hosts, most offer the same
                .<ImageSource>map(name -> new ImageSource.Base(name, Set.of(name)))
                .filter(source -> context.liveHosts().stream()
                        .flatMap(host -> source.on(host).stream())
                        .allMatch(image -> image.digest().equals(digest)))
                .findFirst();
    }
}
