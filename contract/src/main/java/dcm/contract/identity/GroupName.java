package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a group of accounts: 1 to 63 lower-case letters, digits or '-'; starts with a letter and does not end
 * with '-'.
 */
public record GroupName(@JsonValue String value) implements Comparable<GroupName> {
    private static final Pattern SHAPE = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    /** The predefined group that contains every account, in addition to the account's own group. */
    public static final GroupName EVERYBODY = new GroupName("everybody");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public GroupName {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "A group name has 1 to 63 lower-case letters, digits or '-'. It starts with a letter and does not"
                            + " end with '-'; got " + Printable.quoted(value) + ".");
        }
    }

    @Override
    public int compareTo(GroupName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
