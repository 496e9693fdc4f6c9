package dcm.rest.listing;

import dcm.contract.identity.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list a caller requests, and in which order.
 *
 * @param sort the name of a column, with {@code -} before it for descending order; null: by name
 * @param cursor where the page begins, from an earlier page; null: at the beginning
 * @param limit the maximum number of items; null: all of them
 */
public record ListRequest(
        @Nullable String sort,
        @Nullable String cursor,
        @Nullable Integer limit) {
    /** The maximum number of items on a page. */
    public static final int MAX_PAGE = 500;

    public ListRequest {
        if (limit != null && (limit < 1 || limit > MAX_PAGE)) {
            throw new InvalidValueException("limit: A number from 1 to " + MAX_PAGE + "; got " + limit + ".");
        }
    }
}
