package dcm.gateway.browser;

import dcm.contract.identity.Handle;
import dcm.contract.identity.Printable;
import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for a terminal.
 *
 * @param container the container's handle
 * @param user the user in the container; null: root
 * @param columns the width of the screen; null: 80
 * @param rows the height of the screen; null: 24
 */
public record TerminalRequest(
        @Nullable String container,
        @Nullable String user,
        @Nullable Integer columns,
        @Nullable Integer rows) {
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

    Handle handle() {
        if (container == null) {
            throw new ProblemException(ErrorCode.BAD_INPUT, "The field container is missing.");
        }
        return new Handle(container);
    }

    String userOrRoot() {
        if (user == null) {
            return "root";
        }
        if (!USER.matcher(user).matches()) {
            throw new ProblemException(
                    ErrorCode.BAD_INPUT,
                    "The user " + Printable.quoted(user)
                            + " is not the name of a Linux user: up to 32 of a-z, 0-9, _ and -.");
        }
        return user;
    }

    ScreenSize size() {
        return ScreenSize.of(columns == null ? 80 : columns, rows == null ? 24 : rows);
    }
}
