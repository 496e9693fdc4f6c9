package dcm.command.admission.stream;

import dcm.command.admission.state.Account;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Publishes the accounts of a host's owners when its worker begins to read them from the topic of its host: after it was upgraded, and after
 * a rebuild. Later changes are published with the events that cause them. Not thread-safe.
 */
final class AccountPublication {
    private static final Logger LOG = Logger.getLogger(AccountPublication.class);

    private final AdmissionTask task;
    private final EventWriter writer;

    /** The hosts whose topics have this task's accounts. */
    private final Set<HostName> published;

    AccountPublication(AdmissionTask task, EventWriter writer) {
        this.task = task;
        this.writer = writer;
        this.published = task.state().hostsWithAccounts();
    }

    /** Whether accounts were published now, or a host no longer reads them. */
    boolean run() {
        boolean isChanged = false;
        for (HostSnapshot host : task.tables().hosts().current(task.now()).all()) {
            if (host.readsAccounts() != published.contains(host.name())) {
                isChanged |= host.readsAccounts() ? publish(host.name()) : forget(host.name());
            }
        }
        return isChanged;
    }

    private boolean publish(HostName host) {
        return attempt(host, () -> {
            task.state().places().on(host).stream()
                    .flatMap(owner -> Optional.ofNullable(
                            task.state().owners().uncached(owner).account())
                            .stream())
                    .map(Account::snapshot)
                    .forEach(account -> writer.publish(account.forHost(host)));
            task.state().putAccountsPublished(host);
            task.onSuccess(() -> published.add(host));
        });
    }

    private boolean forget(HostName host) {
        return attempt(host, () -> {
            task.state().deleteAccountsPublished(host);
            task.onSuccess(() -> published.remove(host));
        });
    }

    private boolean attempt(HostName host, Runnable work) {
        Optional<RuntimeException> failure = task.attempt(work);
        failure.ifPresent(cause -> LOG.errorf(cause, "accounts not published, this is retried: host=%s", host));
        return failure.isEmpty();
    }
}
