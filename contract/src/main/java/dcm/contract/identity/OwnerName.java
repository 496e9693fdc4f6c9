package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An account's name, and at the same time the POSIX user name of its person inside containers: 1 to 31 characters,
 * {@code [a-z][a-z0-9_-]*}, none of the names that Debian's base system gives to its own users. Never used again
 * after its account is gone.
 */
public record OwnerName(@JsonValue String value) implements Comparable<OwnerName> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9_-]{0,30}");

    /** The users of Debian's base-passwd and of the packages in our base images; root is everybody's in their own container. */
    private static final Set<String> RESERVED = Set.of(
            "root",
            "daemon",
            "bin",
            "sys",
            "sync",
            "games",
            "man",
            "lp",
            "mail",
            "news",
            "uucp",
            "proxy",
            "www-data",
            "backup",
            "list",
            "irc",
            "_apt",
            "nobody",
            "nogroup",
            "sshd",
            "sudo",
            "systemd-network",
            "messagebus",
            "polkitd",
            "adm",
            "tty",
            "disk",
            "staff",
            "users",
            "shadow",
            "operator",
            "dcm",
            "installation",
            "admission");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OwnerName {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "An account's name is 1 to 31 characters, a lower-case letter first, then lower-case"
                            + " letters, digits, '_' or '-'; got " + Printable.quoted(value) + ".");
        }
        if (RESERVED.contains(value)) {
            throw new InvalidValueException("The name '" + value + "' belongs to the system; choose another one.");
        }
    }

    @Override
    public int compareTo(OwnerName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
