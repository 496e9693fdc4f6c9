package dcm.rest.access;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Printable;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import dcm.rest.problem.ProblemException;
import dcm.rest.problem.ProblemMappers;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Maps a verified token to an account and takes the roles from the account. Roles in the token are ignored. A suspended
 * account has no roles. Before the first sign-in, an account is found by a claim with its name; after that by issuer
 * and subject only. Tokens of the SSH gateway name the account.
 */
@ApplicationScoped
public class AccountRoles implements SecurityIdentityAugmentor {
    /** The role of every account. */
    public static final String USER = "user";

    /** The role of administrators. */
    public static final String ADMINISTRATOR = "administrator";

    static final String CALLER = "dcm.caller";

    private final AccountCache accounts;
    private final RecordedIssuer issuer;
    private final String nameClaim;

    AccountRoles(
            AccountCache accounts, RecordedIssuer issuer, @ConfigProperty(name = "dcm.name-claim") String nameClaim) {
        this.accounts = accounts;
        this.issuer = issuer;
        this.nameClaim = nameClaim;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        QuarkusSecurityIdentity.Builder builder = QuarkusSecurityIdentity.builder()
                .setPrincipal(token)
                .addCredentials(identity.getCredentials())
                .addAttributes(identity.getAttributes());
        boolean byKey = SshGatewayTenant.vouchesFor(identity);
        (byKey ? callerByKey(token) : caller(token))
                .ifPresentOrElse(
                        caller -> add(caller, builder),
                        () -> builder.addAttribute(
                                ProblemMappers.NO_ACCOUNT,
                                byKey ? ProblemException.ASK_FOR_AN_ACCOUNT : noAccountSentence(token)));
        return Uni.createFrom().item(builder.build());
    }

    private static void add(CallerIdentity caller, QuarkusSecurityIdentity.Builder builder) {
        if (caller.account().isSuspended()) {
            builder.addAttribute(ProblemMappers.SUSPENDED, caller.account().suspensionSentence());
            return;
        }
        builder.addAttribute(CALLER, caller).addRole(USER);
        if (caller.account().role() == Role.ADMINISTRATOR) {
            builder.addRole(ADMINISTRATOR);
        }
    }

    private String noAccountSentence(JsonWebToken token) {
        if (token.getSubject() == null) {
            return "The access token has no claim sub, so it cannot be bound to an account.";
        }
        Object name = token.getClaim(nameClaim);
        if (name == null) {
            return "The access token has no claim " + nameClaim
                    + ", by which DCM finds the account at the first sign-in."
                    + " An administrator can set the claim's name (DCM_NAME_CLAIM), or bind your account to the subject "
                    + Printable.quoted(token.getSubject()) + " (user rebind).";
        }
        boolean ofOtherIssuer = name instanceof String text
                && named(text)
                        .map(AccountSnapshot::signIn)
                        .filter(signIn -> !signIn.issuer().equals(issuer.of(String.valueOf(token.getIssuer()))))
                        .isPresent();
        return ofOtherIssuer
                ? "The account " + Printable.quoted((String) name) + " is bound to a sign-in of another issuer."
                        + " An administrator can bind it to this one: user rebind."
                : ProblemException.ASK_FOR_AN_ACCOUNT;
    }

    private Optional<CallerIdentity> callerByKey(JsonWebToken token) {
        return named(token.getSubject())
                .filter(account -> SshGatewayTenant.isStillKeyOf(account, token))
                .map(account -> new CallerIdentity(
                        account, null, SshGatewayTenant.from(token).orElse(null)));
    }

    private Optional<CallerIdentity> caller(JsonWebToken token) {
        if (token.getIssuer() == null || token.getSubject() == null) { // cannot be bound to an account
            return Optional.empty();
        }
        SignIn signIn = new SignIn(issuer.of(token.getIssuer()), token.getSubject());
        Object claimed = token.getClaim(nameClaim);
        return account(signIn, claimed instanceof String name ? name : null)
                .map(account -> new CallerIdentity(account, signIn, null));
    }

    private Optional<AccountSnapshot> account(SignIn signIn, @Nullable String claimedName) {
        Optional<AccountSnapshot> bound = accounts.find(signIn);
        return bound.filter(account -> !account.isRemoved()) // the user of a removed account can have another one now
                .or(() -> named(claimedName).filter(account -> account.signIn() == null))
                .or(() -> bound);
    }

    private Optional<AccountSnapshot> named(@Nullable String name) {
        try {
            return name == null ? Optional.empty() : accounts.find(new OwnerName(name));
        } catch (InvalidValueException noAccountHasSuchAName) {
            return Optional.empty();
        }
    }
}
