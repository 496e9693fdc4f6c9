package dcm.command.admission.stream;

import dcm.command.admission.state.Account;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Publishes the accounts of a host's owners when its worker begins to read them from the topic of its host, and when this task is opened: an
 * earlier version may have had it until then, which publishes none. Later changes are published with the events that cause them. Not
 * thread-safe.
 */
final class AccountPublication {
    private static final Logger LOG = Logger.getLogger(AccountPublication.class);

    private final AdmissionTask task;
    private final EventWriter writer;

    /** The hosts to which this task has published its accounts since it was opened. */
    private final Set<HostName> published = new HashSet<>();

    AccountPublication(AdmissionTask task, EventWriter writer) {
        this.task = task;
        this.writer = writer;
    }

    /** Whether accounts were published now. */
    boolean run() {
        boolean isAnyPublished = false;
        for (HostSnapshot host : task.tables().hosts().current(task.now()).all()) {
            boolean isReading = host.readsAccounts() && host.removedAt() == null;
            if (!isReading) {
                published.remove(host.name());
            } else if (!published.contains(host.name())) {
                isAnyPublished |= publish(host.name());
            }
        }
        return isAnyPublished;
    }

    private boolean publish(HostName host) {
        Optional<RuntimeException> failure = task.attempt(() -> {
            task.state().places().on(host).stream()
                    .flatMap(owner -> Optional.ofNullable(
                            task.state().owners().uncached(owner).account())
                            .stream())
                    .map(Account::snapshot)
                    .filter(account -> !account.isRemoved())
                    .forEach(account -> writer.publish(account.forHost(host)));
            task.onSuccess(() -> published.add(host));
        });
        failure.ifPresent(cause -> LOG.errorf(cause, "accounts not published, this is retried: host=%s", host));
        return failure.isEmpty();
    }
}
