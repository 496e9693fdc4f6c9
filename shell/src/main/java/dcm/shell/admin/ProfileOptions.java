package dcm.shell.admin;

import com.fasterxml.jackson.databind.node.NullNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that set an account's profile. */
final class ProfileOptions {
    /** Clears a field. */
    private static final String NONE = "none";

    @Option(names = "--display-name", paramLabel = "TEXT", description = "The name of the person.")
    private @Nullable String displayName;

    @Option(names = "--email", paramLabel = "ADDRESS", description = "The e-mail address, or 'none'.")
    private @Nullable String email;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "A group whose limits and grants apply to the account, or 'none'.")
    private @Nullable String group;

    @Option(
            names = "--expires",
            paramLabel = "DATE",
            description = "The last day, in UTC, or a time such as 2027-03-31T22:00:00Z, or 'none'.")
    private @Nullable String expires;

    /** The given options by their API names. JSON null clears a field. */
    Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        if (displayName != null) {
            given.put("displayName", displayName);
        }
        put(given, "email", email);
        put(given, "group", group);
        put(given, "expiresAt", expires == null || expires.equals(NONE) ? expires : DateTimeArgument.end(expires));
        return given;
    }

    private static void put(Map<String, Object> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value.equals(NONE) ? NullNode.getInstance() : value);
        }
    }
}
