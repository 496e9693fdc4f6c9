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
                description = "A POSIX user name; never given twice",
                implementation = String.class,
                required = true,
                examples = "alice")
        @Nullable
        OwnerName name,

        @Schema(description = "What people call the person; left out, the name") @Nullable
        String displayName,

        @Schema(
                description = "Left out, user",
                implementation = String.class,
                enumeration = {"user", "administrator"})
        @Nullable
        Role role,

        @Schema(description = "SSH public keys, each one line of a .pub file", implementation = String[].class)
        @Nullable
        List<PublicKey> keys,

        @Schema(description = "Where the person can be written to", examples = "alice@lab.example") @Nullable
        String email,

        @Schema(
                description =
                        "Whose limits and grants hold for the account besides its own; left out, everybody's alone",
                implementation = String.class,
                examples = "students")
        @Nullable
        GroupName group,

        @Schema(
                description =
                        "When the account ends; it is suspended then, and its containers are stopped. Left out, never",
                examples = "2027-03-31T22:00:00Z")
        @Nullable
        String expiresAt,

        @Schema(description = "Limits for the account alone") @Nullable
        QuotaLimits quota) {

    private static final int MOST_KEYS = 100;

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
            throw new InvalidValueException("name: An account needs a name.");
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
        if (given.size() > MOST_KEYS) {
            throw new InvalidValueException("keys: At most " + MOST_KEYS + "; got " + given.size() + ".");
        }
        if (given.stream().anyMatch(Objects::isNull)) {
            throw new InvalidValueException("keys: A key is a line of a .pub file and not null.");
        }
        Profile profile = new Profile(
                FieldRules.displayName(displayName == null ? requiredName().value() : displayName),
                role == null ? Role.USER : role,
                FieldRules.email(email),
                group,
                FieldRules.timeToCome("expiresAt", expiresAt, now));
        return OpenAccount.of(profile, given, quota == null ? null : quota.toQuota());
    }
}
