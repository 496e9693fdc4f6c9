package dcm.user.identity;

import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.edge.access.AccountDirectory;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Makes the sign-ins of accounts that have none: those whose opening was interrupted, and those that were opened while the
 * provider was away. An administrator then gives them a password.
 */
@ApplicationScoped
class Completion {
    private static final Logger LOG = Logger.getLogger(Completion.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final AccountDirectory accounts;
    private final SignIns signIns;
    private final Set<OwnerName> ensured = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    Completion(AccountDirectory accounts, SignIns signIns) {
        this.accounts = accounts;
        this.signIns = signIns;
    }

    void start(@Observes StartupEvent event) {
        if (signIns.areOurs()) {
            Thread.ofVirtual().name("sign-in-completion").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void run() {
        while (!stopped) {
            try {
                Thread.sleep(PAUSE);
                complete();
            } catch (SignInsUnreachableException e) {
                LOG.warnf("%s; it is tried again", e.getMessage());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("sign-ins could not be completed; it is tried again", e);
            }
        }
    }

    /** The provider's client lives as long as a request does. */
    @ActivateRequestContext
    void complete() {
        for (AccountSnapshot account : accounts.all()) {
            // Who has signed in has a sign-in; and nobody takes one away again but an administrator of the provider.
            if (account.signIn() == null && !ensured.contains(account.name())) {
                signIns.ensure(account.name(), account.profile());
                ensured.add(account.name());
            }
        }
    }
}
