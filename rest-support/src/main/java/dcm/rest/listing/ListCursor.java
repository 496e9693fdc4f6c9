package dcm.rest.listing;

import dcm.contract.identity.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The position where a page ended, encoded as an opaque text. Rows that are added or removed between two requests
 * neither repeat nor hide others.
 *
 * @param value the value by which the list is sorted
 * @param name the item's name, which contains no space
 */
record ListCursor(String value, String name) {
    static ListCursor parse(String text) {
        try {
            String inside = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int space = inside.lastIndexOf(' ');
            if (space < 0) {
                throw invalid();
            }
            return new ListCursor(inside.substring(0, space), inside.substring(space + 1));
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static InvalidValueException invalid() {
        return new InvalidValueException(
                "cursor: Use the unchanged value next of an earlier page, with the same sort.");
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((value + " " + name).getBytes(StandardCharsets.UTF_8));
    }
}
