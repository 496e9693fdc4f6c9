package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A container's permanent id in the log: 16 hexadecimal digits, derived from the intent that created it. */
public record ContainerId(@JsonValue String value) implements Comparable<ContainerId> {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{16}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ContainerId {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "A container id has 16 hexadecimal digits; got " + Printable.quoted(value) + ".");
        }
    }

    /** The id of the container created by {@code intent}. A repeated intent gives the same id. */
    public static ContainerId of(IntentId intent) {
        return derived("container:" + intent);
    }

    /** The id of the {@code n}th container created by {@code intent}, from 1. */
    public static ContainerId of(IntentId intent, int n) {
        return derived("container:" + intent + ":" + n);
    }

    private static ContainerId derived(String origin) {
        return new ContainerId(Sha256.digits(origin));
    }

    @Override
    public int compareTo(ContainerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
