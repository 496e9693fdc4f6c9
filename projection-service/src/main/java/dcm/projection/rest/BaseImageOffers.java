package dcm.projection.rest;

import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.projection.host.AvailableBaseImages;
import dcm.projection.host.AvailableBaseImages.BaseImage;
import dcm.rest.catalog.CatalogCache;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The base images that hosts have and accounts may use. Thread-safe. */
@ApplicationScoped
class BaseImageOffers {
    private final AvailableBaseImages images;
    private final CatalogCache catalog;

    BaseImageOffers(AvailableBaseImages images, CatalogCache catalog) {
        this.images = images;
        this.catalog = catalog;
    }

    /** The base images that an account may use. */
    Stream<BaseImage> to(AccountSnapshot account) {
        Catalog all = catalog.current();
        return images.all().stream().filter(base -> all.offers(base.image().name(), account));
    }

    @Nullable
    String description(BaseImage base) {
        return catalog.current()
                .baseImage(base.image().name())
                .map(BaseImageSnapshot::description)
                .filter(text -> !text.isEmpty())
                .orElse(null);
    }
}
