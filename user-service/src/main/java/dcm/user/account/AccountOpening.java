package dcm.user.account;

import dcm.contract.identity.AggregateId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.user.identity.IdentityProviderException;
import dcm.user.identity.SignIns;
import dcm.user.rest.AdminIntentSubmitter;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens accounts and creates their sign-ins. */
@RequestScoped
public class AccountOpening {
    private static final Logger LOG = Logger.getLogger(AccountOpening.class);

    private final AdminIntentSubmitter submitter;
    private final SignIns signIns;

    AccountOpening(AdminIntentSubmitter submitter, SignIns signIns) {
        this.submitter = submitter;
        this.signIns = signIns;
    }

    /**
     * An account that was just opened.
     *
     * @param oneTimePassword for the caller only. Null if DCM does not manage sign-ins, or if the identity provider is
     *     unavailable; DCM then creates the sign-in later, and an administrator sets a password
     */
    public record Opened(AccountSnapshot account, @Nullable String oneTimePassword) {}

    /**
     * Opens an account.
     *
     * @param dryRunOnly whether only to check whether admission would accept the intent
     * @throws dcm.rest.problem.ProblemException if admission rejects the intent or does not decide in time
     */
    public Opened open(OwnerName name, OpenAccount intent, boolean dryRunOnly) {
        Instant when = submitter
                .submit(AggregateId.of(name), intent, dryRunOnly)
                .envelope()
                .time();
        AccountSnapshot account = AccountSnapshot.opened(name, intent.profile(), intent.keys(), intent.quota(), when);
        return new Opened(account, firstPassword(account));
    }

    private @Nullable String firstPassword(AccountSnapshot opened) {
        if (!signIns.areOurs()) {
            return null;
        }
        try {
            signIns.ensure(opened.name(), opened.profile());
            return signIns.oneTimePassword(opened.name());
        } catch (IdentityProviderException e) {
            LOG.warnf(
                    "sign-in could not be created, this is retried: account=%s reason=%s",
                    opened.name(), e.getMessage());
            return null;
        }
    }
}
