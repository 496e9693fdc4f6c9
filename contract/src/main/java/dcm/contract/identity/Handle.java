package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How users refer to one of their containers: its SSH port, its name, or at least four leading digits of its id.
 * Admission resolves handles, so a container that was just created can be stopped immediately.
 */
public record Handle(@JsonValue String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern ID_PREFIX = Pattern.compile("[0-9a-f]{4,16}");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Handle {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "A container is identified by its SSH port, its name, or the first digits of its id; got "
                            + Printable.quoted(value) + ".");
        }
    }

    /** How this handle matches a container: exactly by SSH port or name, or as a prefix of its id. */
    public Match matches(ContainerId id, ContainerName name, @Nullable PortNumber sshPort) {
        boolean isPort = sshPort != null && PORT.matcher(value).matches() && value.equals(sshPort.toString());
        if (isPort || value.equals(name.value()) || value.equals(id.value())) {
            return Match.EXACT;
        }
        return ID_PREFIX.matcher(value).matches() && id.value().startsWith(value) ? Match.PREFIX : Match.NONE;
    }

    /** How a handle matches a container. */
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
