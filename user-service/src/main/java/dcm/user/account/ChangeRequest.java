package dcm.user.account;

import com.fasterxml.jackson.annotation.JsonSetter;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.ChangeProfile;
import dcm.contract.intent.AccountIntent.ChangeProfile.Clearable;
import dcm.user.rule.FieldRules;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PATCH /v1/users/NAME}. Missing fields stay unchanged; null clears a field. */
@Schema(
        description = "Missing fields stay unchanged; null clears a field",
        examples = "{\"group\": \"students\", \"expiresAt\": \"2027-03-31T22:00:00Z\", \"email\": null}")
public final class ChangeRequest {
    @Schema(hidden = true)
    private final Set<Clearable> cleared = EnumSet.noneOf(Clearable.class);

    private @Nullable String displayName;
    private @Nullable Role role;
    private @Nullable String email;
    private @Nullable GroupName group;
    private @Nullable String expiresAt;

    @Schema(description = "Full name of the user")
    @JsonSetter
    public void setDisplayName(String displayName) {
        this.displayName = displayName;
    }

    @Schema(
            implementation = String.class,
            enumeration = {"user", "administrator"})
    @JsonSetter
    public void setRole(Role role) {
        this.role = role;
    }

    @Schema(description = "E-mail address of the user", nullable = true, examples = "alice@lab.example")
    @JsonSetter
    public void setEmail(@Nullable String email) {
        this.email = email;
        clear(email, Clearable.EMAIL);
    }

    @Schema(
            description = "Group whose limits and grants also apply to the account",
            implementation = String.class,
            nullable = true,
            examples = "students")
    @JsonSetter
    public void setGroup(@Nullable GroupName group) {
        this.group = group;
        clear(group, Clearable.GROUP);
    }

    @Schema(
            description = "When the account expires. A later time, or null, resumes an expired account",
            nullable = true,
            examples = "2027-03-31T22:00:00Z")
    @JsonSetter
    public void setExpiresAt(@Nullable String expiresAt) {
        this.expiresAt = expiresAt;
        clear(expiresAt, Clearable.EXPIRES_AT);
    }

    private void clear(@Nullable Object given, Clearable what) {
        if (given == null) {
            cleared.add(what);
        }
    }

    boolean changesRole() {
        return role != null;
    }

    ChangeProfile toIntent(Instant now) {
        ChangeProfile change = new ChangeProfile(
                displayName == null ? null : FieldRules.displayName(displayName),
                role,
                FieldRules.email(email),
                group,
                FieldRules.futureTime("expiresAt", expiresAt, now),
                cleared);
        if (change.equals(new ChangeProfile(null, null, null, null, null, Set.of()))) {
            throw new InvalidValueException("The body changes nothing. Set at least one field.");
        }
        return change;
    }
}
