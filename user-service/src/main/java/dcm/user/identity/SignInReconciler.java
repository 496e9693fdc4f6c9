package dcm.user.identity;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.RemovalStep;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.Removal;
import dcm.intent.SignInReportPublisher;
import dcm.rest.access.AccountCache;
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
 * Reconciles the identity provider with the accounts. Creates missing sign-ins, for example of accounts that were
 * opened while the provider was unavailable; an administrator then sets a password. Deletes the sign-ins of accounts
 * that are being removed.
 */
@ApplicationScoped
class SignInReconciler {
    private static final Logger LOG = Logger.getLogger(SignInReconciler.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final AccountCache accounts;
    private final SignIns signIns;
    private final SignInReportPublisher reports;
    private final Set<OwnerName> ensured = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    SignInReconciler(AccountCache accounts, SignIns signIns, SignInReportPublisher reports) {
        this.accounts = accounts;
        this.signIns = signIns;
        this.reports = reports;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("sign-in-completion").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void run() {
        while (!stopped) {
            try {
                Thread.sleep(PAUSE);
                complete();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("sign-ins could not be completed, this is retried", e);
            }
        }
    }

    /**
     * The provider's client is request-scoped, so this method activates a request context. A failure for one account
     * does not stop the others.
     */
    @ActivateRequestContext
    void complete() {
        for (AccountSnapshot account : accounts.all()) {
            try {
                complete(account);
            } catch (SignInsUnreachableException e) {
                LOG.warnf(
                        "sign-in could not be completed, this is retried: account=%s reason=%s",
                        account.name(), e.getMessage());
            }
        }
    }

    private void complete(AccountSnapshot account) {
        Removal removal = account.removal();
        if (removal != null) {
            if (removal.step() == RemovalStep.SIGN_IN) {
                signIns.remove(account.name());
                reports.absent(account.name());
            }
            return;
        }
        // Checks each account once: an account that has signed in has a sign-in, and only an administrator of the
        // provider can delete it.
        if (account.signIn() == null && !ensured.contains(account.name())) {
            signIns.ensure(account.name(), account.profile());
            ensured.add(account.name());
        }
    }
}
