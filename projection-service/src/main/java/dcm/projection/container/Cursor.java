package dcm.projection.container;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The position where a page of containers ended, encoded as an opaque text.
 *
 * @param value the value by which the list is sorted, as {@link ContainerSort} writes it
 */
public record Cursor(String value, String id) {
    /** Parses a cursor that {@link #toString()} wrote. */
    public static Cursor parse(String text) {
        try {
            String inside = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int space = inside.lastIndexOf(' ');
            if (space < 0 || inside.indexOf('\0') >= 0) { // PostgreSQL cannot compare with NUL
                throw invalid();
            }
            return new Cursor(inside.substring(0, space), new ContainerId(inside.substring(space + 1)).value());
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    static InvalidValueException invalid() {
        return new InvalidValueException(
                "cursor: Use the unchanged value next of an earlier page, with the same sort.");
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((value + " " + id).getBytes(StandardCharsets.UTF_8));
    }
}
