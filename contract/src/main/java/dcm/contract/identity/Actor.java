package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who caused a record: {@code account/alice}, {@code host/n1}, or a part of DCM ({@code installation},
 * {@code admission}).
 */
public record Actor(@JsonValue String value) {
    private static final String ACCOUNT = "account/";
    private static final Pattern SHAPE = Pattern.compile("(account/|host/)?[a-z][a-z0-9_-]{0,62}");

    /** The installation of the system, before any account exists. */
    public static final Actor INSTALLATION = new Actor("installation");

    /** Admission, acting automatically, for example when a deadline passes. */
    public static final Actor ADMISSION = new Actor("admission");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Actor {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException("Not an actor: " + Printable.quoted(value)
                    + ". Use account/NAME, host/NAME, installation or admission.");
        }
    }

    public static Actor account(OwnerName name) {
        return new Actor(ACCOUNT + name);
    }

    /** The account; empty for other actors. */
    public Optional<OwnerName> account() {
        return value.startsWith(ACCOUNT)
                ? Optional.of(new OwnerName(value.substring(ACCOUNT.length())))
                : Optional.empty();
    }

    public static Actor host(HostName name) {
        return new Actor("host/" + name);
    }

    @Override
    public String toString() {
        return value;
    }
}
