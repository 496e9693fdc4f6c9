package dcm.projection.image;

import dcm.contract.identity.ImageName;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.view.ImageViewState;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    /** The number of the container's order that creates the image; 0 if there is no container. */
    public int number;

    public @Nullable String digest;
    public @Nullable Long sizeBytes;
    public @Nullable Long ownBytes;
    public @Nullable Integer layers;
    public @Nullable Instant createdAt;
    public @Nullable Instant removedAt;

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

    /** The usage of an owner's images that counts against the quota. */
    public static ResourceUsage use(String owner) {
        List<ImageRow> rows = list("owner = ?1 and state != ?2", owner, ImageViewState.REMOVED);
        long names = rows.stream().map(row -> row.name).distinct().count();
        long space = rows.stream()
                .mapToLong(row -> row.ownBytes == null ? 0 : ResourceUsage.mebibytes(row.ownBytes))
                .sum();
        return new ResourceUsage(Map.of(Resource.IMAGES, names, Resource.IMAGE_MIB, space));
    }

    /** The owner's image with this digest, including removed images. */
    public static Optional<ImageRow> ofDigest(String owner, String digest) {
        return find("owner = ?1 and digest = ?2", owner, digest).firstResultOptional();
    }
}
