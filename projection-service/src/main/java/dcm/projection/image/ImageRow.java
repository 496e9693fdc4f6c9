package dcm.projection.image;

import dcm.contract.identity.ImageName;
import dcm.contract.quota.Resource;
import dcm.contract.quota.Use;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An owner's image in the view. It stays there after it was removed, as others may come from it. */
@Entity
@Table(name = "image")
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class ImageRow extends PanacheEntityBase {
    @Id
    public String id;

    public String owner;

    /** With a tag. */
    public String name;

    public String state;
    public String host;
    public @Nullable String message;

    /** Null where it was made of the other image itself. */
    public @Nullable String fromContainer;

    public @Nullable String fromContainerName;
    public String fromImage;
    public String fromDigest;
    public boolean flattened;

    /** The container's order by which it is made; 0 where there is no container. */
    public int number;

    public @Nullable String digest;
    public @Nullable Long sizeBytes;
    public @Nullable Long ownBytes;
    public @Nullable Integer layers;
    public @Nullable Instant createdAt;
    public @Nullable Instant removedAt;

    /** The owner's images that can be used, by name. */
    public static List<ImageRow> usable(String owner) {
        return list("owner = ?1 and state = 'ready' order by name", owner);
    }

    /** Those of them that {@code name}, with or without a tag, means. */
    public static List<ImageRow> usable(String owner, ImageName name) {
        return usable(owner).stream()
                .filter(row -> name.means(new ImageName(row.name)))
                .toList();
    }

    /** What counts of an owner's images against her quota. */
    public static Use use(String owner) {
        List<ImageRow> rows = list("owner = ?1 and state != 'removed'", owner);
        long names = rows.stream().map(row -> row.name).distinct().count();
        long space = rows.stream()
                .mapToLong(row -> row.ownBytes == null ? 0 : Use.mebibytes(row.ownBytes))
                .sum();
        return new Use(Map.of(Resource.IMAGES, names, Resource.IMAGE_MIB, space));
    }

    /** The owner's image of this content, also one that was removed. */
    public static Optional<ImageRow> ofDigest(String owner, String digest) {
        return find("owner = ?1 and digest = ?2", owner, digest).firstResultOptional();
    }
}
