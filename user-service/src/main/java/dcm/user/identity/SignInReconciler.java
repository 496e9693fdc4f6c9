package dcm.user.identity;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.RemovalStep;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.Removal;
import dcm.intent.SignInReportPublisher;
import dcm.rest.access.AccountCache;
import dcm.rest.supervision.SupervisedLoop;
import dcm.rest.supervision.SupervisedLoopReadiness;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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

    private final Supplier<Collection<AccountSnapshot>> accounts;
    private final Function<OwnerName, Optional<AccountSnapshot>> present;
    private final SignIns signIns;
    private final Consumer<OwnerName> absent;
    private final Set<OwnerName> ensured = ConcurrentHashMap.newKeySet();
    private final SupervisedLoop loop;

    @Inject
    SignInReconciler(
            AccountCache accounts, SignIns signIns, SignInReportPublisher reports, SupervisedLoopReadiness loops) {
        this(accounts::all, accounts::find, signIns, reports::absent, loops);
    }

    /**
     * @param accounts all accounts
     * @param present the account of an owner as it is now
     * @param absent reports that an owner has no sign-in any more
     */
    SignInReconciler(
            Supplier<Collection<AccountSnapshot>> accounts,
            Function<OwnerName, Optional<AccountSnapshot>> present,
            SignIns signIns,
            Consumer<OwnerName> absent,
            SupervisedLoopReadiness loops) {
        this.accounts = accounts;
        this.present = present;
        this.signIns = signIns;
        this.absent = absent;
        this.loop = loops.register(SupervisedLoop.of("sign-in-completion", this::completeAfterPause));
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.close();
    }

    private void completeAfterPause() throws InterruptedException {
        Thread.sleep(PAUSE);
        complete();
    }

    /**
     * The provider's client is request-scoped, so this method activates a request context. A failure for one account
     * does not stop the others.
     */
    @ActivateRequestContext
    void complete() {
        for (AccountSnapshot account : accounts.get()) {
            try {
                present.apply(account.name()).ifPresent(this::complete); // some seconds may have passed
            } catch (IdentityProviderException e) {
                LOG.warnf(
                        "sign-in could not be completed, this is retried: account=%s reason=%s",
                        account.name(), e.getMessage());
            }
        }
    }

    private boolean isRemoved(OwnerName name) {
        return present.apply(name).filter(account -> account.removal() == null).isEmpty();
    }

    private void complete(AccountSnapshot account) {
        Removal removal = account.removal();
        if (removal != null) {
            if (removal.step() == RemovalStep.SIGN_IN) {
                signIns.remove(account.name());
                absent.accept(account.name());
            }
            return;
        }
        // Checks each account once: an account that has signed in has a sign-in, and only an administrator of the
        // provider can delete it.
        if (account.signIn() == null && !ensured.contains(account.name())) {
            signIns.ensure(account.name(), account.profile());
            if (isRemoved(account.name())) {
                signIns.remove(account.name()); // another instance may have deleted it just before
            } else {
                ensured.add(account.name());
            }
        }
    }
}
