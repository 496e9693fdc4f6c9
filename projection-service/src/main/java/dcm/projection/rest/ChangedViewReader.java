package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.projection.audit.AuditRow;
import dcm.projection.change.ChangedView;
import dcm.projection.change.ChangedView.Kind;
import dcm.projection.change.ViewChange;
import dcm.projection.change.ViewReader;
import dcm.projection.intent.IntentMember;
import dcm.projection.intent.IntentRow;
import dcm.projection.intent.IntentStep;
import dcm.projection.quarantine.QuarantineRow;
import dcm.projection.rest.ChangedContainers.Part;
import dcm.rest.access.AccountCache;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads changed views for the live stream: the same documents as queries return. */
@ApplicationScoped
class ChangedViewReader implements ViewReader {
    private final AccountCache accounts;
    private final Quotas quotas;
    private final AccountWarnings warnings;
    private final ChangedContainers containers;
    private final ChangedImages images;
    private final ChangedHosts hosts;
    private final ChangeDocuments documents;

    ChangedViewReader(
            AccountCache accounts,
            Quotas quotas,
            AccountWarnings warnings,
            ChangedContainers containers,
            ChangedImages images,
            ChangedHosts hosts,
            ChangeDocuments documents) {
        this.accounts = accounts;
        this.quotas = quotas;
        this.warnings = warnings;
        this.containers = containers;
        this.images = images;
        this.hosts = hosts;
        this.documents = documents;
    }

    /** In the order of {@link Kind}: a client that sees that an intent has ended has already seen its container. */
    @Override
    public List<ViewChange> read(Collection<ChangedView> changed) {
        begin();
        if (changed.isEmpty()) {
            return List.of();
        }
        Map<Kind, List<ChangedView>> byKind = changed.stream()
                .collect(
                        Collectors.groupingBy(ChangedView::kind, () -> new EnumMap<>(Kind.class), Collectors.toList()));
        return inOneState(() -> {
            List<ViewChange> changes = new ArrayList<>();
            byKind.forEach((kind, views) -> changes.addAll(read(kind, views)));
            return changes;
        });
    }

    private void begin() {
        containers.begin();
        hosts.begin();
    }

    /** Otherwise each query of the transaction could see a later state, and an intent could end before its container is seen. */
    private static <T> T inOneState(Callable<T> reading) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Panache.getEntityManager()
                    .createNativeQuery("set transaction isolation level repeatable read, read only")
                    .executeUpdate();
            return reading.call();
        });
    }

    private List<ViewChange> read(Kind kind, List<ChangedView> changed) {
        return switch (kind) {
            case CONTAINER -> containers.containers(changed);
            case FORMER_PORTS -> changed.stream().map(containers::withoutPorts).toList();
            case PORTS -> containers.ports(changed);
            case IMAGE ->
                changed.stream().flatMap(view -> images.image(view).stream()).toList();
            case IMAGE_USE ->
                changed.stream().flatMap(view -> images.inUse(view).stream()).toList();
            case INTENT -> intents(changed);
            case QUOTA ->
                changed.stream()
                        .flatMap(view -> account(view.owner()).stream())
                        .map(account -> documents.present(account.name(), "quota", quotas.of(account)))
                        .toList();
            case ACCOUNT ->
                changed.stream()
                        .flatMap(view -> account(view.owner()).stream())
                        .map(this::account)
                        .toList();
            case HOST ->
                changed.stream()
                        .flatMap(view -> hosts.host(new HostName(view.id())).stream())
                        .toList();
            case AUDIT ->
                AuditRow.ofIds(changed.stream().map(ChangedView::id).toList()).stream()
                        .map(row -> documents.present(null, "audit", AuditEntry.of(row)))
                        .toList();
            case QUARANTINE -> changed.stream().map(this::record).toList();
        };
    }

    private ViewChange record(ChangedView view) {
        return QuarantineRow.quarantined(view.id())
                .map(row -> documents.present(null, "quarantine", QuarantinedRecord.of(row)))
                .orElseGet(() -> documents.removed(null, "quarantine", "position", view.id()));
    }

    private Optional<AccountSnapshot> account(@Nullable OwnerName owner) {
        return owner == null ? Optional.empty() : accounts.find(owner);
    }

    private ViewChange account(AccountSnapshot account) {
        return account.isRemoved()
                ? documents.removed(
                        account.name(), "account", "name", account.name().value())
                : documents.present(
                        account.name(), "account", AccountView.of(account, Instant.now(), warnings.of(account)));
    }

    private List<ViewChange> intents(List<ChangedView> changed) {
        List<String> ids = changed.stream().map(ChangedView::id).toList();
        Map<String, List<IntentStep>> steps =
                IntentStep.ofIntents(ids).stream().collect(Collectors.groupingBy(step -> step.intent));
        Map<String, List<IntentMember>> members =
                IntentMember.ofIntents(ids).stream().collect(Collectors.groupingBy(member -> member.intent));
        return IntentRow.ofIds(ids).stream()
                .map(row -> documents.present(
                        new OwnerName(row.owner),
                        "intent",
                        IntentView.of(
                                row, steps.getOrDefault(row.id, List.of()), members.getOrDefault(row.id, List.of()))))
                .toList();
    }

    @Override
    public void readTimed(boolean withHosts, Predicate<OwnerName> followed, Consumer<List<ViewChange>> publish) {
        Instant now = Instant.now();
        begin();
        for (HostName host : containers.hostsThatTurned(now)) {
            String after = "";
            while (after != null) {
                String last = after;
                Part part = inOneState(() -> containers.on(host, last, followed));
                publish.accept(part.changes());
                after = part.next();
            }
        }
        if (withHosts) {
            publish.accept(inOneState(() -> hosts.turned(now)));
        }
    }

    @Override
    public void delivered() {
        containers.delivered();
        hosts.delivered();
    }

    @Override
    public void forgetHosts() {
        hosts.forget();
    }
}
