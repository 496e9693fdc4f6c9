package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A device of the host. Inside it has the same path: an engine that remaps users cannot give it another one.
 *
 * @param path below {@code /dev}
 * @param permissions of {@code r}, {@code w} and {@code m} (make nodes); null: {@code rw}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Device(String path, @Nullable String permissions) {
    private static final Pattern PATH = Pattern.compile("/dev(/[A-Za-z0-9_.:@+-]+)+");
    private static final Pattern PERMISSIONS = Pattern.compile("(?=[rwm]+$)r?w?m?");

    public Device {
        if (path == null || !PATH.matcher(path).matches() || Target.climbs(path)) {
            throw new InvalidValueException("path: A device's path below /dev, such as /dev/fuse"
                    + (path == null ? "." : "; got " + Printable.quoted(path) + "."));
        }
        if (permissions != null && !PERMISSIONS.matcher(permissions).matches()) {
            throw new InvalidValueException(
                    "permissions: Some of r, w and m in this order; got " + Printable.quoted(permissions) + ".");
        }
    }

    /** What may be done with it. */
    public String allowed() {
        return permissions == null ? "rw" : permissions;
    }
}
