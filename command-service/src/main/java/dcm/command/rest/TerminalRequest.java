package dcm.command.rest;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /gateways/containers/{handle}/terminals}.
 *
 * @param user the user in the container
 */
public record TerminalRequest(@Nullable String user) {
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

    String validUser() {
        if (user == null || !USER.matcher(user).matches()) {
            throw new InvalidValueException("user: " + Printable.quoted(String.valueOf(user))
                    + " is not the name of a Linux user: up to 32 of a-z, 0-9, _ and -.");
        }
        return user;
    }
}
