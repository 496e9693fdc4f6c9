package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The name of an image: {@code name[:tag]}, for example {@code debian-ssh:13}. */
public record ImageName(@JsonValue String value) {
    private static final Pattern SHAPE = Pattern.compile(
            "[a-z0-9][a-z0-9._-]{0,62}(/[a-z0-9][a-z0-9._-]{0,62}){0,3}(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?");

    private static final String LATEST = "latest";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ImageName {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "An image name has the form NAME or NAME:TAG; got " + Printable.quoted(value) + ".");
        }
    }

    /** The name without its tag. */
    public String repository() {
        int colon = value.indexOf(':');
        return colon < 0 ? value : value.substring(0, colon);
    }

    /** The tag; {@code latest} if there is none. */
    public String tag() {
        return hasTag() ? value.substring(value.indexOf(':') + 1) : LATEST;
    }

    /** The name with an explicit tag. */
    public ImageName tagged() {
        return hasTag() ? this : new ImageName(value + ":" + LATEST);
    }

    /** Whether the name has an explicit tag. */
    public boolean hasTag() {
        return value.indexOf(':') >= 0;
    }

    /**
     * Whether this name, as typed by a user, refers to {@code full}: both are equal, or this name has no tag and the
     * repositories are equal.
     */
    public boolean means(ImageName full) {
        return equals(full) || !hasTag() && repository().equals(full.repository());
    }

    @Override
    public String toString() {
        return value;
    }
}
