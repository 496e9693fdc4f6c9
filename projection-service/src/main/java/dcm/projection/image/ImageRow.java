package dcm.projection.image;

import dcm.contract.identity.ImageName;
import dcm.contract.view.ImageViewState;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of the image view. Rows of removed images stay, because other images can descend from them. */
@Entity
@Table(name = "image")
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class ImageRow extends PanacheEntityBase {
    @Id
    public String id;

    public String owner;

    /** Name and tag. */
    public String name;

    public ImageViewState state;
    public String host;
    public @Nullable String message;

    /** Null if the image was flattened directly from another image or received from another owner. */
    public @Nullable String fromContainer;

    public @Nullable String fromContainerName;
    public String fromImage;
    public String fromDigest;
    public boolean flattened;

    /** Whether it was imported. Its origin is itself. */
    public boolean imported;

    /** The number of the container's order that creates the image; 0 if there is no container. */
    public int number;

    public @Nullable String digest;
    public @Nullable Long sizeBytes;
    public @Nullable Long ownBytes;
    public @Nullable Integer layers;
    public @Nullable Instant createdAt;

    /** When the image lost its name. */
    public @Nullable Instant removedAt;

    /** When its host had deleted it. */
    public @Nullable Instant deletedAt;

    /** The owner's usable images, by name. */
    public static List<ImageRow> usable(String owner) {
        return list("owner = ?1 and state = ?2 order by name", owner, ImageViewState.READY);
    }

    /** The owner's usable images that match {@code name}, with or without a tag. */
    public static List<ImageRow> usable(String owner, ImageName name) {
        return usable(owner).stream()
                .filter(row -> name.means(new ImageName(row.name)))
                .toList();
    }

    /** The owner's image that is being imported. */
    public static Optional<ImageRow> importing(String owner, String id) {
        return find("owner = ?1 and id = ?2 and imported and state = ?3", owner, id, ImageViewState.COMMITTING)
                .firstResultOptional();
    }

    /** The owner's images without a name that their hosts still have, by their former names. */
    public static List<ImageRow> untagged(String owner) {
        return list(
                "owner = ?1 and state = ?2 and digest is not null and deletedAt is null order by name, removedAt",
                owner,
                ImageViewState.REMOVED);
    }

    /** The owner's images with this digest that a host has. */
    public static List<ImageRow> present(String owner, String digest) {
        return list("owner = ?1 and digest = ?2 and deletedAt is null", owner, digest);
    }

    /** The owner's image with this digest, including removed images. */
    public static Optional<ImageRow> ofDigest(String owner, String digest) {
        return find("owner = ?1 and digest = ?2", owner, digest).firstResultOptional();
    }
}
