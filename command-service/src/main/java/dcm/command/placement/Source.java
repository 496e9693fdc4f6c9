package dcm.command.placement;

import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageName;
import dcm.contract.snapshot.HostSnapshot;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Where the image of a container is to be had. */
public sealed interface Source {
    /** The image as {@code host} has it; empty if it has none. */
    Optional<Image> on(HostSnapshot host);

    /**
     * An image that hosts offer; of several tags that a name without one means, the last in alphabetical order.
     *
     * @param offered the names of those that may be used
     */
    record Base(ImageName name, Set<ImageName> offered) implements Source {
        public Base {
            offered = Set.copyOf(offered);
        }

        @Override
        public Optional<Image> on(HostSnapshot host) {
            return host.report().baseImages().stream()
                    .filter(image -> name.means(image.name()) && offered.contains(image.name()))
                    .max(Comparator.comparing(image -> image.name().value()));
        }
    }

    /** An image of the owner's own, which is where it was committed. */
    record Own(Image image, HostName host) implements Source {
        @Override
        public Optional<Image> on(HostSnapshot other) {
            return other.name().equals(host) ? Optional.of(image) : Optional.empty();
        }
    }
}
