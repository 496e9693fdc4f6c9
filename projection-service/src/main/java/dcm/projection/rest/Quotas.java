package dcm.projection.rest;

import dcm.contract.identity.OwnerName;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.projection.container.ContainerRow;
import dcm.projection.home.HomeRow;
import dcm.projection.image.ImageRow;
import dcm.rest.catalog.CatalogCache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Combines the usage and limits of an account from the views and the catalog. Thread-safe. */
@ApplicationScoped
class Quotas {
    private final CatalogCache catalog;

    Quotas(CatalogCache catalog) {
        this.catalog = catalog;
    }

    QuotaView of(AccountSnapshot account) {
        return of(account, Map.of());
    }

    /** @param homes current sizes of homes in MiB by host, which replace those in the view */
    QuotaView of(AccountSnapshot account, Map<String, Long> homes) {
        return QuotaView.of(
                use(account.name(), homes),
                needNoCount(account.name()),
                catalog.current().allowance(account));
    }

    private static Optional<Boolean> needNoCount(OwnerName owner) {
        return QuarkusTransaction.requiringNew().call(() -> HomeRow.needNoCount(owner.value()));
    }

    private static ResourceUsage use(OwnerName owner, Map<String, Long> homes) {
        return QuarkusTransaction.requiringNew().call(() -> use(owner, ContainerRow.all(owner.value()), homes));
    }

    private static ResourceUsage use(OwnerName owner, List<ContainerRow> containers, Map<String, Long> homes) {
        Set<String> usedDigests =
                containers.stream().map(container -> container.digest).collect(Collectors.toSet());
        ResourceUsage imagesAndHomes = ImageRow.use(owner.value(), usedDigests).plus(HomeRow.use(owner.value(), homes));
        return containers.stream().map(ContainerRow::use).reduce(imagesAndHomes, ResourceUsage::plus);
    }
}
