package dcm.stack.account;

import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.ChangeProfile;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.RebindSignIn;
import dcm.contract.intent.AccountIntent.ReleaseSignIn;
import dcm.contract.intent.Intent;
import dcm.stack.installation.ForeignIssuer;
import dcm.stack.installation.Installation;
import dcm.stack.kafka.InstallationIntents;
import dcm.stack.keycloak.KeycloakRealm;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Opens the account of the first administrator, which is needed to open all others. When the issuer changes, its first
 * administrator becomes an administrator of DCM, because the earlier ones cannot sign in any more.
 */
public final class FirstAdministrator {
    private static final String DISPLAY_NAME = "Administrator";

    private final Installation installation;
    private final OwnerName name;

    public FirstAdministrator(Installation installation) {
        this.installation = installation;
        this.name = name(installation);
    }

    /** The name of the account. */
    public static OwnerName name(Installation installation) {
        return installation
                .foreignIssuer()
                .map(ForeignIssuer::administrator)
                .orElse(new OwnerName(KeycloakRealm.ADMINISTRATOR));
    }

    /** How the first administrator signs in. */
    public static String signIn(Installation installation) {
        return installation
                .foreignIssuer()
                .map(issuer -> "%s, with %s"
                        .formatted(
                                issuer.administrator(),
                                issuer.subject()
                                        .map(subject -> "sub=" + subject)
                                        .orElse(issuer.nameClaim() + "=" + issuer.administrator())))
                .orElseGet(() -> "%s, password in %s"
                        .formatted(
                                KeycloakRealm.ADMINISTRATOR,
                                installation.secrets().file("admin")));
    }

    public StartupStep step() {
        return new StartupStep(
                "administrator",
                installation.foreignIssuer().isPresent()
                        ? Set.of("topics", "command-service")
                        : Set.of("topics", "keycloak", "command-service"),
                this::ensure);
    }

    private void ensure() {
        Path done = installation.data("first-administrator");
        String wanted =
                installation.foreignIssuer().map(FirstAdministrator::mark).orElse("");
        try {
            boolean first = !Files.exists(done);
            if (!first && Files.readString(done).equals(wanted)) {
                return;
            }
            if (installation.foreignIssuer().isEmpty()) {
                new KeycloakRealm(installation)
                        .ensure(
                                name.value(),
                                DISPLAY_NAME,
                                installation.secrets().admin());
            }
            append(OpenAccount.of(Profile.of(DISPLAY_NAME, Role.ADMINISTRATOR), List.of()), openingId());
            if (!first) {
                append(new ChangeProfile(null, Role.ADMINISTRATOR, null, null, null, Set.of()), IntentId.fresh());
                append(new ReleaseSignIn(), IntentId.fresh());
            }
            installation
                    .foreignIssuer()
                    .flatMap(ForeignIssuer::subject)
                    .ifPresent(subject -> append(new RebindSignIn(installation.issuer(), subject), IntentId.fresh()));
            Files.writeString(done, wanted);
        } catch (IOException e) {
            throw new StackFailure("Cannot write to %s: %s".formatted(done, e.getMessage()), e);
        }
    }

    /** A constant id for each account, so that an interrupted attempt can be repeated. */
    private IntentId openingId() {
        return IntentId.ofKey(
                Actor.INSTALLATION,
                installation.foreignIssuer().isPresent() ? "first administrator " + name : "first administrator");
    }

    /** What must change so that the first administrator is made again. */
    private static String mark(ForeignIssuer issuer) {
        return "%s %s %s%n"
                .formatted(
                        issuer.url(), issuer.administrator(), issuer.subject().orElse(""));
    }

    private void append(Intent intent, IntentId id) {
        try (InstallationIntents intents = new InstallationIntents(installation)) {
            intents.append(AggregateId.of(name), id, intent);
        }
    }
}
