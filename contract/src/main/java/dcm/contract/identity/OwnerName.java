package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of an account and of its POSIX user inside containers: 1 to 31 characters, {@code [a-z][a-z0-9_-]*}, without
 * the names of Debian's system users. A name is never used again after its account is removed.
 */
public record OwnerName(@JsonValue String value) implements Comparable<OwnerName> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9_-]{0,30}");

    /**
     * The users of Debian's base-passwd and of the packages in the base images. Every owner is root in their own
     * containers.
     */
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
                    "An account name has 1 to 31 lower-case letters, digits, '_' or '-' and starts with a letter; got "
                            + Printable.quoted(value) + ".");
        }
        if (RESERVED.contains(value)) {
            throw new InvalidValueException("The name '" + value + "' is reserved by the system. Choose another name.");
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
