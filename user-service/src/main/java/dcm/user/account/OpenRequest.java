package dcm.user.account;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.OpenAccount;
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
        List<PublicKey> keys) {

    private static final int MOST_KEYS = 100;
    private static final int LONGEST_DISPLAY_NAME = 100;

    OwnerName requiredName() {
        if (name == null) {
            throw new InvalidValueException("name: An account needs a name.");
        }
        return name;
    }

    OpenAccount toIntent() {
        String shown = displayName == null ? requiredName().value() : displayName.strip();
        if (shown.isEmpty()
                || shown.length() > LONGEST_DISPLAY_NAME
                || shown.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException(
                    "displayName: 1 to " + LONGEST_DISPLAY_NAME + " characters, none of them a control character.");
        }
        List<PublicKey> given = keys == null ? List.of() : keys;
        if (given.size() > MOST_KEYS) {
            throw new InvalidValueException("keys: At most " + MOST_KEYS + "; got " + given.size() + ".");
        }
        if (given.stream().anyMatch(Objects::isNull)) {
            throw new InvalidValueException("keys: A key is a line of a .pub file and not null.");
        }
        return new OpenAccount(shown, role == null ? Role.USER : role, given);
    }
}
