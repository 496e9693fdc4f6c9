package dcm.user.account;

import dcm.contract.identity.AggregateId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.user.identity.SignIns;
import dcm.user.identity.SignInsUnreachableException;
import dcm.user.rest.Asking;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens accounts with their sign-ins. */
@RequestScoped
public class Accounts {
    private static final Logger LOG = Logger.getLogger(Accounts.class);

    private final Asking asking;
    private final SignIns signIns;

    Accounts(Asking asking, SignIns signIns) {
        this.asking = asking;
        this.signIns = signIns;
    }

    /**
     * An account that was just opened.
     *
     * @param oneTimePassword to be told to whoever asked and nobody else; null where others make sign-ins, and while the provider is
     *     away: the sign-in is then made later, and a password asked for
     */
    public record Opened(AccountSnapshot account, @Nullable String oneTimePassword) {}

    /** Opens an account. A refusal is thrown as the problem that it is. */
    public Opened open(OwnerName name, OpenAccount intent) {
        Instant when = asking.ask(AggregateId.of(name), intent).envelope().time();
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
        } catch (SignInsUnreachableException e) {
            LOG.warnf("%s; it is made later", e.getMessage());
            return null;
        }
    }
}
