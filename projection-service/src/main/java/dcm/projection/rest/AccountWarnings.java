package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.projection.container.ContainerRow;
import dcm.rest.host.HostCache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Warns an owner about hosts that are being drained and limits that are nearly reached. Thread-safe. */
@ApplicationScoped
class AccountWarnings {
    private final Quotas quotas;
    private final HostCache hosts;

    AccountWarnings(Quotas quotas, HostCache hosts) {
        this.quotas = quotas;
        this.hosts = hosts;
    }

    List<String> of(AccountSnapshot account) {
        List<ContainerRow> containers = QuarkusTransaction.requiringNew()
                .call(() -> ContainerRow.all(account.name().value()));
        return Stream.of(
                        departures(containers).stream(),
                        quotas.of(account).warning().stream(),
                        containers.stream().flatMap(row -> fullness(row).stream()))
                .flatMap(warnings -> warnings)
                .toList();
    }

    /** Warnings about containers on hosts that are being drained. */
    private List<String> departures(List<ContainerRow> containers) {
        Map<String, List<String>> byHost = containers.stream()
                .collect(Collectors.groupingBy(
                        row -> row.host, TreeMap::new, Collectors.mapping(row -> row.name, Collectors.toList())));
        return byHost.entrySet().stream()
                .flatMap(there -> hosts
                        .find(new HostName(there.getKey()))
                        .flatMap(host -> AccountView.departure(host, there.getValue()))
                        .stream())
                .toList();
    }

    /** A warning if the container's disk usage is at 90 % of its limit or above. */
    private static Optional<String> fullness(ContainerRow row) {
        return row.diskMib == null || row.diskUsedMib == null || row.diskUsedMib * 10 < row.diskMib * 9L
                ? Optional.empty()
                : Optional.of("The container '" + row.name + "' uses " + row.diskUsedMib + " of " + row.diskMib
                        + " MiB outside of your home directories. Above this limit you cannot create anything. Delete"
                        + " files in it, or remove it.");
    }
}
