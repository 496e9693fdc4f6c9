package dcm.command.placement;

import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageName;
import dcm.contract.snapshot.HostSnapshot;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Where the image of a container is available. */
public sealed interface ImageSource {
    /** The image on {@code host}; empty if the host does not have it. */
    Optional<Image> on(HostSnapshot host);

    /** Why a host does not have the image. */
    String absence();

    /**
     * A base image. If a name without a tag matches several, the last in alphabetical order is used.
     *
     * @param offered the names of the base images that the owner may use
     */
    record Base(ImageName name, Set<ImageName> offered) implements ImageSource {
        public Base {
            offered = Set.copyOf(offered);
        }

        @Override
        public Optional<Image> on(HostSnapshot host) {
            return host.report().baseImages().stream()
                    .filter(image -> name.means(image.name()) && offered.contains(image.name()))
                    .max(Comparator.comparing(image -> image.name().value()));
        }

        @Override
        public String absence() {
            return "lacks the image";
        }
    }

    /**
     * An owner's image.
     *
     * @param host the host where it was created
     * @param isInRegistry whether every host can pull it; otherwise only {@code host} has it
     */
    record Own(Image image, HostName host, boolean isInRegistry) implements ImageSource {
        @Override
        public Optional<Image> on(HostSnapshot other) {
            return isInRegistry || other.name().equals(host) ? Optional.of(image) : Optional.empty();
        }

        @Override
        public String absence() {
            return "lacks the image, which is only on " + host + " because it is not in an image registry";
        }
    }
}
