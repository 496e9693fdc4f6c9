package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image in a registry: {@code HOST[:PORT]/PATH}, then {@code :TAG} or {@code @sha256:DIGEST}. The shape is that of
 * the OCI distribution specification. No registry is implied.
 */
public record ImageReference(@JsonValue String value) {
    private static final int LONGEST = 512;
    private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+";
    private static final Pattern SHAPE = Pattern.compile("([^/]+)/(" + COMPONENT + "(?:/" + COMPONENT
            + ")*+)(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127})|@(sha256:[0-9a-f]{64}))?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ImageReference {
        Matcher matcher = SHAPE.matcher(value);
        if (value.length() > LONGEST || !matcher.matches()) {
            throw new InvalidValueException(
                    "An image in a registry has the form HOST[:PORT]/PATH[:TAG] or HOST[:PORT]/PATH@sha256:DIGEST; got "
                            + Printable.quoted(value) + ".");
        }
        new RegistryName(matcher.group(1));
    }

    private Matcher parts() {
        Matcher matcher = SHAPE.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalStateException(value);
        }
        return matcher;
    }

    public RegistryName registry() {
        return new RegistryName(parts().group(1));
    }

    /** The path in the registry. */
    public String repository() {
        return parts().group(2);
    }

    /** Whether the reference states the content. */
    public boolean hasDigest() {
        return parts().group(4) != null;
    }

    /** The tag or the digest; {@code latest} if there is neither. */
    public String version() {
        Matcher parts = parts();
        if (hasDigest()) {
            return parts.group(4);
        }
        return parts.group(3) == null ? "latest" : parts.group(3);
    }

    @Override
    public String toString() {
        return value;
    }
}
