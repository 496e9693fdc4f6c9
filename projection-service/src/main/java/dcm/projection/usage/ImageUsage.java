package dcm.projection.usage;

import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.view.ImageViewState;
import dcm.projection.image.ImageRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An image that a host has, as it counts against its owner's quota.
 *
 * @param named whether it has a name; several images can have the same one while they are created
 * @param used whether one of the owner's containers uses it
 */
record ImageUsage(String owner, String name, long ownBytes, boolean named, boolean used) {
    /**
     * The usage by owner; an account without images is missing.
     *
     * @param owners null: all
     */
    static Map<String, ResourceUsage> byOwner(@Nullable Collection<String> owners) {
        var query = ImageRow.getEntityManager()
                .createQuery("""
                        select owner, name, coalesce(ownBytes, 0L),
                               case when state <> :removed then 1 else 0 end,
                               case when exists (select 1 from ContainerRow c
                                                 where c.owner = i.owner and c.digest = i.digest) then 1 else 0 end
                        from ImageRow i
                        where (state <> :removed or digest is not null and deletedAt is null) %s""".formatted(owners == null ? "" : "and owner in :owners"), Object[].class)
                .setParameter("removed", ImageViewState.REMOVED);
        if (owners != null) {
            query.setParameter("owners", owners);
        }
        return query.getResultList().stream()
                .map(ImageUsage::of)
                .collect(Collectors.groupingBy(
                        ImageUsage::owner, Collectors.collectingAndThen(Collectors.toList(), ImageUsage::sum)));
    }

    private static ImageUsage of(Object[] row) {
        return new ImageUsage(
                (String) row[0], (String) row[1], number(row[2]), number(row[3]) == 1, number(row[4]) == 1);
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    /** An image without a name counts only while a container uses it; its size counts until its host has deleted it. */
    static ResourceUsage sum(List<ImageUsage> images) {
        Stream<String> names = images.stream().filter(ImageUsage::named).map(ImageUsage::name);
        Stream<ImageUsage> untagged = images.stream().filter(image -> !image.named && image.used);
        return new ResourceUsage(Map.of(
                Resource.IMAGES,
                names.distinct().count() + untagged.count(),
                Resource.IMAGE_MIB,
                images.stream()
                        .mapToLong(image -> ResourceUsage.mebibytes(image.ownBytes))
                        .sum()));
    }
}
