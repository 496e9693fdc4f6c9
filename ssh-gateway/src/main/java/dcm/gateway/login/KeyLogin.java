package dcm.gateway.login;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Printable;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.access.AccountCache;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Optional;
import java.util.function.Function;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Authenticates users by the public keys of their accounts, from a local cache. Thread-safe. */
@Singleton
public class KeyLogin implements PublickeyAuthenticator {
    private static final Logger LOG = Logger.getLogger(KeyLogin.class);
    /** In characters; longer names cannot exist and are not stored. */
    private static final int MAX_NAME = 40;

    private final Function<OwnerName, Optional<AccountSnapshot>> accounts;
    private final FailedLogins failedLogins;
    private final int maxAuthTries;

    @Inject
    KeyLogin(
            AccountCache accounts,
            FailedLogins failedLogins,
            @ConfigProperty(name = "dcm.gateway.max-auth-tries") int maxAuthTries) {
        this(accounts::find, failedLogins, maxAuthTries);
    }

    KeyLogin(Function<OwnerName, Optional<AccountSnapshot>> accounts, FailedLogins failedLogins, int maxAuthTries) {
        this.accounts = accounts;
        this.failedLogins = failedLogins;
        this.maxAuthTries = maxAuthTries;
    }

    /**
     * Whether an account has this key. MINA calls this before it verifies the signature and again with it, so true
     * alone proves nothing.
     */
    @Override
    public boolean authenticate(String username, PublicKey key, ServerSession session) {
        String fingerprint = KeyUtils.getFingerPrint(key);
        Optional<OwnerName> account = account(username, key, fingerprint);
        if (account.isPresent()) {
            new AuthenticatedUser(account.get(), fingerprint, ConnectionSource.of(session)).claimedBy(session);
            return true;
        }
        refuse(username, fingerprint, session);
        return false;
    }

    private Optional<OwnerName> account(String username, PublicKey key, String fingerprint) {
        if (key instanceof OpenSshCertificate) {
            return Optional.empty();
        }
        try {
            OwnerName name = new OwnerName(username);
            return mayLogIn(name, fingerprint) ? Optional.of(name) : Optional.empty();
        } catch (InvalidValueException noAccountHasSuchAName) {
            return Optional.empty();
        }
    }

    /** Whether the account exists, is not suspended, and has the key now. */
    boolean mayLogIn(OwnerName account, String fingerprint) {
        return accounts.apply(account)
                .filter(known -> !known.isSuspended())
                .filter(known ->
                        known.keys().stream().anyMatch(key -> key.fingerprint().equals(fingerprint)))
                .isPresent();
    }

    private void refuse(String username, String fingerprint, ServerSession session) {
        String who = username.length() > MAX_NAME ? "an overlong name" : username;
        LOG.infof(
                "login refused: account=%s address=%s key=%s",
                Printable.quoted(who), ConnectionSource.of(session), fingerprint);
        if (failedLogins.count(who, session) > maxAuthTries) {
            close(
                    session,
                    "More than %d keys were rejected. Offer only one key: ssh -o IdentitiesOnly=yes -i KEY"
                            .formatted(maxAuthTries));
        }
    }

    /** Counts a login with a right key but without a valid signature as failed. */
    void unproved(String username, ServerSession session) {
        refuse(username, "of the account, not proved", session);
    }

    private static void close(ServerSession session, String sentence) {
        try {
            session.disconnect(SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE, sentence);
        } catch (IOException e) {
            session.close(true);
        }
    }
}
