package dcm.rest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import dcm.rest.problem.ProblemException;
import dcm.rest.problem.ProblemMappers;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountRolesTest {
    private static final String ISSUER = "https://id.example/realms/dcm";
    private static final String CLAIM = "preferred_username";
    private static final PublicKey KEY = new PublicKey(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f alice@laptop");
    private static final RecordedIssuer AS_CLAIMED = new RecordedIssuer(Optional.of(ISSUER), Optional.empty());
    private static final Token ALICE_TOKEN = Token.of(ISSUER, "a-1").with(CLAIM, "alice");

    // ---- accounts that are bound to a sign-in ----

    @Test
    void boundAccountIsFoundByItsSignIn() {
        SecurityIdentity identity = augmented(ALICE_TOKEN.without(CLAIM), bound("alice", Role.USER, ISSUER, "a-1"));

        assertThat(identity.getRoles()).containsExactly(AccountRoles.USER);
        assertThat(caller(identity).name()).isEqualTo(new OwnerName("alice"));
        assertThat(caller(identity).unboundSignIn()).isEmpty();
    }

    @Test
    void accountStaysBoundWhenThePublicUrlOfTheOwnIssuerChanges() {
        String publicUrl = "https://dcm.example.org/realms/dcm";
        var issuer = new RecordedIssuer(Optional.of(publicUrl), Optional.of(ISSUER));
        var roles = new AccountRoles(new KnownAccounts(bound("alice", Role.USER, ISSUER, "a-1")), issuer, CLAIM);

        assertThat(augmented(roles, Token.of(publicUrl, "a-1")).getRoles()).containsExactly(AccountRoles.USER);
        assertNoAccount(augmented(roles, Token.of("https://elsewhere.example", "a-1")));
    }

    @Test
    void administratorAccountGetsBothRoles() {
        SecurityIdentity identity = augmented(ALICE_TOKEN, bound("alice", Role.ADMINISTRATOR, ISSUER, "a-1"));

        assertThat(identity.getRoles()).containsExactlyInAnyOrder(AccountRoles.USER, AccountRoles.ADMINISTRATOR);
    }

    @Test
    void otherSubjectThatClaimsTheNameOfABoundAccountHasNoAccount() {
        assertNoAccount(augmented(
                Token.of(ISSUER, "m-6").with(CLAIM, "alice"), bound("alice", Role.ADMINISTRATOR, ISSUER, "a-1")));
    }

    @Test
    void sameSubjectOfAnotherIssuerHasNoAccount() {
        assertNoAccount(augmented(
                Token.of("https://elsewhere.example", "a-1").with(CLAIM, "alice"),
                bound("alice", Role.USER, ISSUER, "a-1")));
    }

    @Test
    void boundSignInTakesPrecedenceOverTheNameClaim() {
        SecurityIdentity identity =
                augmented(ALICE_TOKEN.with(CLAIM, "bob"), bound("alice", Role.USER, ISSUER, "a-1"), unbound("bob"));

        assertThat(caller(identity).name()).isEqualTo(new OwnerName("alice"));
    }

    @Test
    void userOfARemovedAccountCanHaveAnotherOne() {
        AccountSnapshot removed = bound("alice", Role.USER, ISSUER, "a-1").remove(Instant.EPOCH);
        Token token = ALICE_TOKEN.with(CLAIM, "alice2");

        assertThat(caller(augmented(token, removed, unbound("alice2"))).name()).isEqualTo(new OwnerName("alice2"));
        assertThat(augmented(token, removed).<String>getAttribute(ProblemMappers.SUSPENDED))
                .contains("removed");
    }

    @Test
    void suspendedAccountGetsNoRoleAndReportsTheReason() {
        SecurityIdentity identity = augmented(
                ALICE_TOKEN, bound("alice", Role.ADMINISTRATOR, ISSUER, "a-1").suspend("talk to us", Instant.EPOCH));

        assertThat(identity.getRoles()).isEmpty();
        assertThat(identity.<String>getAttribute(ProblemMappers.SUSPENDED)).contains("talk to us");
    }

    // ---- accounts without a sign-in ----

    @Test
    void unboundAccountIsFoundByTheNameClaimAndReportsTheSignInToBind() {
        SecurityIdentity identity = augmented(ALICE_TOKEN, unbound("alice"));

        assertThat(identity.getRoles()).containsExactly(AccountRoles.USER);
        assertThat(caller(identity).unboundSignIn()).contains(new SignIn(ISSUER, "a-1"));
    }

    @Test
    void nameIsReadFromTheConfiguredClaim() {
        AccountRoles roles = new AccountRoles(new KnownAccounts(unbound("alice")), AS_CLAIMED, "dcm_name");

        SecurityIdentity identity =
                augmented(roles, ALICE_TOKEN.with(CLAIM, "bob").with("dcm_name", "alice"));

        assertThat(caller(identity).name()).isEqualTo(new OwnerName("alice"));
    }

    @Test
    void tokenWithoutTheNameClaimHasNoUnboundAccount() {
        assertNoAccount(augmented(ALICE_TOKEN.without(CLAIM), unbound("alice")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Alice", "alice@example.org", "root", "service-account-very-long-client-name"})
    void nameClaimThatMatchesNoAccountHasNoAccount(String claimed) {
        assertNoAccount(augmented(ALICE_TOKEN.with(CLAIM, claimed), unbound("alice")));
    }

    @Test
    void nameClaimThatIsNotAStringHasNoAccount() {
        assertNoAccount(augmented(ALICE_TOKEN.with(CLAIM, List.of("alice")), unbound("alice")));
    }

    @Test
    void tokenWithoutASubjectHasNoAccount() {
        assertNoAccount(augmented(ALICE_TOKEN.without("sub"), unbound("alice")));
    }

    @Test
    void missingNameClaimIsReportedByNameWithTheSubject() {
        assertThat(noAccountSentence(augmented(ALICE_TOKEN.without(CLAIM), unbound("alice"))))
                .contains("no claim preferred_username", "'a-1'");
    }

    @Test
    void accountThatIsBoundToAnotherIssuerIsReported() {
        assertThat(noAccountSentence(augmented(
                        Token.of("https://new.example", "a-9").with(CLAIM, "alice"),
                        bound("alice", Role.USER, ISSUER, "a-1"))))
                .contains("'alice' is bound to a sign-in of another issuer", "user rebind");
    }

    @Test
    void otherSubjectOfTheSameIssuerLearnsNothingAboutTheAccount() {
        assertThat(noAccountSentence(augmented(
                        Token.of(ISSUER, "m-6").with(CLAIM, "alice"), bound("alice", Role.USER, ISSUER, "a-1"))))
                .isEqualTo(ProblemException.ASK_FOR_AN_ACCOUNT);
    }

    private static String noAccountSentence(SecurityIdentity identity) {
        return identity.getAttribute(ProblemMappers.NO_ACCOUNT);
    }

    // ---- keys at the SSH gateway ----

    @Test
    void gatewayTokenIdentifiesItsAccountAndClientAddress() {
        SecurityIdentity identity = augmented(
                roles(withKey(bound("alice", Role.USER, ISSUER, "a-1"))),
                fromGateway(Token.of(SshGatewayTenant.ISSUER, "alice")
                        .with(SshGatewayTenant.KEY, KEY.fingerprint())
                        .with(SshGatewayTenant.FROM, "192.0.2.7")));

        assertThat(caller(identity).name()).isEqualTo(new OwnerName("alice"));
        assertThat(new ClientAddress(new CurrentVertxRequest(), identity).text())
                .isEqualTo("192.0.2.7");
    }

    @Test
    void gatewayTokenBindsNoSignIn() {
        SecurityIdentity identity = augmented(
                roles(withKey(unbound("alice"))),
                fromGateway(Token.of(SshGatewayTenant.ISSUER, "alice").with(SshGatewayTenant.KEY, KEY.fingerprint())));

        assertThat(caller(identity).unboundSignIn()).isEmpty();
    }

    @Test
    void gatewayTokenOfASuspendedAccountGetsNoRole() {
        SecurityIdentity identity = augmented(
                roles(withKey(unbound("alice")).suspend("talk to us", Instant.EPOCH)),
                fromGateway(Token.of(SshGatewayTenant.ISSUER, "alice").with(SshGatewayTenant.KEY, KEY.fingerprint())));

        assertThat(identity.getRoles()).isEmpty();
    }

    @Test
    void tokenThatOnlyClaimsTheGatewayIssuerHasNoAccount() {
        assertNoAccount(augmented(
                Token.of(SshGatewayTenant.ISSUER, "alice").with(SshGatewayTenant.KEY, KEY.fingerprint()),
                bound("alice", Role.ADMINISTRATOR, ISSUER, "a-1")));
    }

    @Test
    void gatewayTokenOfARemovedKeyGetsNoRole() {
        SecurityIdentity identity = augmented(
                roles(unbound("alice")),
                fromGateway(Token.of(SshGatewayTenant.ISSUER, "alice").with(SshGatewayTenant.KEY, KEY.fingerprint())));

        assertThat(identity.getRoles()).isEmpty();
    }

    @Test
    void rolesInAGatewayTokenAreIgnored() {
        SecurityIdentity identity = augmented(
                roles(withKey(unbound("alice"))),
                fromGateway(Token.of(SshGatewayTenant.ISSUER, "alice")
                        .with(SshGatewayTenant.KEY, KEY.fingerprint())
                        .with("role", "administrator")));

        assertThat(identity.getRoles()).containsExactly(AccountRoles.USER);
    }

    private static AccountSnapshot withKey(AccountSnapshot account) {
        return account.withKeys(List.of(KEY));
    }

    private static SecurityIdentity fromGateway(Token token) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(token)
                .addAttribute("tenant-id", "Gateway")
                .build();
    }

    // ---- roles ----

    @Test
    void rolesInTheTokenAreIgnored() {
        SecurityIdentity claiming = identity(ALICE_TOKEN, AccountRoles.ADMINISTRATOR, "uma_authorization");

        SecurityIdentity identity = augmented(roles(bound("alice", Role.USER, ISSUER, "a-1")), claiming);

        assertThat(identity.getRoles()).containsExactly(AccountRoles.USER);
    }

    @Test
    void rolesInTheTokenOfAUserWithoutAnAccountAreIgnored() {
        assertNoAccount(augmented(roles(), identity(ALICE_TOKEN, AccountRoles.USER, AccountRoles.ADMINISTRATOR)));
    }

    @Test
    void anonymousIdentityIsReturnedUnchanged() {
        SecurityIdentity anonymous =
                QuarkusSecurityIdentity.builder().setAnonymous(true).build();

        assertThat(augmented(roles(unbound("alice")), anonymous)).isSameAs(anonymous);
    }

    @Test
    void identityWithoutATokenIsReturnedUnchanged() {
        SecurityIdentity other = identity(new QuarkusPrincipal("alice"));

        assertThat(augmented(roles(unbound("alice")), other)).isSameAs(other);
    }

    private static void assertNoAccount(SecurityIdentity identity) {
        assertThat(identity.getRoles()).isEmpty();
        assertThatThrownBy(() -> caller(identity).name())
                .isInstanceOf(ProblemException.class)
                .hasMessage(ProblemException.ASK_FOR_AN_ACCOUNT);
    }

    private static AccountRoles roles(AccountSnapshot... accounts) {
        return new AccountRoles(new KnownAccounts(accounts), AS_CLAIMED, CLAIM);
    }

    private static SecurityIdentity augmented(Token token, AccountSnapshot... accounts) {
        return augmented(roles(accounts), token);
    }

    private static SecurityIdentity augmented(AccountRoles roles, Token token) {
        return augmented(roles, identity(token));
    }

    private static SecurityIdentity augmented(AccountRoles roles, SecurityIdentity identity) {
        return roles.augment(identity, blocking -> Uni.createFrom().item(blocking))
                .await()
                .indefinitely();
    }

    private static SecurityIdentity identity(Principal principal, String... roles) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(principal)
                .addRoles(Set.of(roles))
                .build();
    }

    private static Caller caller(SecurityIdentity identity) {
        return new Caller(identity);
    }

    private static AccountSnapshot unbound(String name) {
        return AccountSnapshot.opened(new OwnerName(name), Profile.of(name, Role.USER), List.of(), null, Instant.EPOCH);
    }

    private static AccountSnapshot bound(String name, Role role, String issuer, String subject) {
        return AccountSnapshot.opened(new OwnerName(name), Profile.of(name, role), List.of(), null, Instant.EPOCH)
                .with(new SignIn(issuer, subject));
    }
}
