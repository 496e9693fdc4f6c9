package dcm.projection.rest;

import dcm.contract.snapshot.AccountSnapshot;
import dcm.projection.usage.AccountUsage;
import dcm.rest.catalog.CatalogCache;
import dcm.rest.listing.ListRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Combines the usage and limits of accounts from the views and the catalog. Thread-safe. */
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
        return view(account, usage(List.of(account)), homes);
    }

    /** The quotas of these accounts, whose usage is read at once. */
    Function<AccountSnapshot, QuotaView> of(Collection<AccountSnapshot> accounts) {
        AccountUsage usage = usage(accounts);
        return account -> view(account, usage, Map.of());
    }

    private static AccountUsage usage(Collection<AccountSnapshot> accounts) {
        @Nullable
        List<String> names = accounts.size() > ListRequest.MAX_PAGE
                ? null // shorter than a list of so many names
                : accounts.stream().map(account -> account.name().value()).toList();
        return QuarkusTransaction.requiringNew().call(() -> AccountUsage.read(names));
    }

    private QuotaView view(AccountSnapshot account, AccountUsage usage, Map<String, Long> homes) {
        String owner = account.name().value();
        return QuotaView.of(
                usage.of(owner, homes),
                usage.needsNoCount(owner),
                catalog.current().allowance(account));
    }
}
