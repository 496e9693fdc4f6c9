package dcm.user.account;

import dcm.contract.identity.GroupName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.user.quota.QuotaLimits;
import dcm.user.rule.FieldRules;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/users}. */
public record OpenRequest(
        @Schema(
                description = "A POSIX user name that was never used before",
                implementation = String.class,
                required = true,
                examples = "alice")
        @Nullable
        OwnerName name,

        @Schema(description = "Full name of the user. Default: the account name") @Nullable
        String displayName,

        @Schema(
                description = "Default: user",
                implementation = String.class,
                enumeration = {"user", "administrator"})
        @Nullable
        Role role,

        @Schema(description = "SSH public keys, each one line of a .pub file", implementation = String[].class)
        @Nullable
        List<PublicKey> keys,

        @Schema(description = "E-mail address of the user", examples = "alice@lab.example") @Nullable
        String email,

        @Schema(
                description =
                        "Group whose limits and grants also apply to the account. Default: only the group everybody",
                implementation = String.class,
                examples = "students")
        @Nullable
        GroupName group,

        @Schema(
                description =
                        "When the account expires: it is suspended and its containers are stopped. Default: never",
                examples = "2027-03-31T22:00:00Z")
        @Nullable
        String expiresAt,

        @Schema(description = "Limits of this account") @Nullable
        QuotaLimits quota) {

    private static final int MAX_KEYS = 100;

    /** This request without {@code expiresAt}. */
    public OpenRequest withoutEnd() {
        return new OpenRequest(name, displayName, role, keys, email, group, null, quota);
    }

    /**
     * The name.
     *
     * @throws InvalidValueException if it is missing
     */
    public OwnerName requiredName() {
        if (name == null) {
            throw new InvalidValueException("name: The account name is required.");
        }
        return name;
    }

    /**
     * The validated intent.
     *
     * @throws InvalidValueException if a field is invalid
     */
    public OpenAccount toIntent(Instant now) {
        List<PublicKey> given = keys == null ? List.of() : keys;
        if (given.size() > MAX_KEYS) {
            throw new InvalidValueException("keys: At most " + MAX_KEYS + "; got " + given.size() + ".");
        }
        if (given.stream().anyMatch(Objects::isNull)) {
            throw new InvalidValueException("keys: Each key is a line of a .pub file; null is not allowed.");
        }
        Profile profile = new Profile(
                FieldRules.displayName(displayName == null ? requiredName().value() : displayName),
                role == null ? Role.USER : role,
                FieldRules.email(email),
                group,
                FieldRules.futureTime("expiresAt", expiresAt, now));
        return OpenAccount.of(profile, given, quota == null ? null : quota.toQuota());
    }
}
