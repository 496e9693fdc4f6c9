package dcm.command.admission.owner;

import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.OwnerScenario.INTENT;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.event.AccountEvent.SignInBound;
import dcm.contract.event.AccountEvent.SignInReleased;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.Handle;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.BindSignIn;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.RebindSignIn;
import dcm.contract.intent.AccountIntent.ReleaseSignIn;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.problem.ErrorCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OwnerDeciderTest {
    private static final OpenAccount OPEN = OpenAccount.of(Profile.of("Alice", Role.ADMINISTRATOR), List.of());
    private static final BindSignIn ALICE_SIGN_IN = new BindSignIn("https://id.example", "alice-7");
    private static final SignInBound BOUND =
            new SignInBound(TestInstallation.intent(2), "https://id.example", "alice-7");

    @Test
    void accountIsOpenedWithTheRequestedProfile() {
        given().when(OPEN).then(AccountOpened.of(INTENT, Profile.of("Alice", Role.ADMINISTRATOR), List.of(), null));
    }

    @Test
    void openingAnExistingAccountIsRejected() {
        IntentRejected rejected = given(OPENED).when(OPEN).thenRejected(ErrorCode.ACCOUNT_EXISTS);

        assertThat(rejected.detail()).contains("'alice'");
    }

    @ParameterizedTest
    @MethodSource("intentsOfAnAccount")
    void intentWithoutAnAccountIsRejected(OwnerIntent intent) {
        given().when(intent).thenRejected(ErrorCode.NO_ACCOUNT);
    }

    static Stream<OwnerIntent> intentsOfAnAccount() {
        return Stream.of(
                ALICE_SIGN_IN,
                CreateContainer.of(TestInstallation.DEBIAN.name()),
                new StopContainer(new Handle("web")));
    }

    @Test
    void firstSignInIsBoundToTheAccount() {
        given(OPENED).when(ALICE_SIGN_IN).then(new SignInBound(INTENT, "https://id.example", "alice-7"));
    }

    @Test
    void sameSignInCanBeBoundAgain() {
        given(OPENED, BOUND).when(ALICE_SIGN_IN).then(new SignInBound(INTENT, "https://id.example", "alice-7"));
    }

    @Test
    void signInOfAnotherSubjectOrIssuerIsRejected() {
        OwnerScenario bound = given(OPENED, BOUND);

        bound.when(new BindSignIn("https://id.example", "mallory")).thenRejected(ErrorCode.SIGN_IN_TAKEN);
        bound.when(new BindSignIn("https://evil.example", "alice-7")).thenRejected(ErrorCode.SIGN_IN_TAKEN);
    }

    @Test
    void boundAccountIsReboundToAnotherIssuer() {
        OwnerScenario rebound = given(OPENED, BOUND);

        rebound.when(new RebindSignIn("https://new.example", "a-1"))
                .then(new SignInBound(INTENT, "https://new.example", "a-1"));
    }

    @Test
    void releasedAccountIsBoundToTheNextSignIn() {
        given(OPENED, BOUND).when(new ReleaseSignIn()).then(new SignInReleased(INTENT));

        given(OPENED, BOUND, new SignInReleased(TestInstallation.intent(3)))
                .when(new BindSignIn("https://new.example", "a-1"))
                .then(new SignInBound(INTENT, "https://new.example", "a-1"));
    }
}
