package dcm.rest.listing;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a sorted list.
 *
 * @param next the cursor of the next page; null on the last page
 * @param total the number of items on all pages
 */
public record ListPage<T>(List<T> items, @Nullable String next, int total) {
    /** The same page with other items. */
    public <R> ListPage<R> map(Function<T, R> convert) {
        return new ListPage<>(items.stream().map(convert).toList(), next, total);
    }
}
