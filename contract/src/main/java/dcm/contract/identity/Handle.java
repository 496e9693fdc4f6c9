package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person types to name a container of hers: its SSH port, its name, or at least four leading digits of its id.
 * Admission resolves it, so that what was just created can be stopped at once.
 */
public record Handle(@JsonValue String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern ID_PREFIX = Pattern.compile("[0-9a-f]{4,16}");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Handle {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "A handle is a container's SSH port, its name, or the beginning of its id; got "
                            + Printable.quoted(value) + ".");
        }
    }

    /** How well this handle names the container: an SSH port or a name is exact, the beginning of an id is not. */
    public Match matches(ContainerId id, ContainerName name, @Nullable PortNumber sshPort) {
        boolean isPort = sshPort != null && PORT.matcher(value).matches() && value.equals(sshPort.toString());
        if (isPort || value.equals(name.value()) || value.equals(id.value())) {
            return Match.EXACT;
        }
        return ID_PREFIX.matcher(value).matches() && id.value().startsWith(value) ? Match.PREFIX : Match.NONE;
    }

    /** How a handle and a container fit. */
    public enum Match {
        EXACT,
        PREFIX,
        NONE
    }

    @Override
    public String toString() {
        return value;
    }
}
