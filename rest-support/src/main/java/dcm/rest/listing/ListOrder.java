package dcm.rest.listing;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns by which a list can be sorted. Items with equal values are sorted by name. Immutable.
 *
 * @param <T> the items
 */
public final class ListOrder<T> {
    private static final String NAME = "name";

    private final Function<T, String> name;
    private final Map<String, Function<T, String>> columns;

    private ListOrder(Function<T, String> name, Map<String, Function<T, String>> columns) {
        this.name = name;
        this.columns = columns;
    }

    /** Sorts by {@code name}, which is unique and contains no space. */
    public static <T> ListOrder<T> byName(Function<T, String> name) {
        return new ListOrder<>(name, Map.of(NAME, name));
    }

    /** Also sorts by this text; case does not matter, and items without it come first. */
    public ListOrder<T> text(String column, Function<T, @Nullable String> value) {
        return and(column, item -> {
            String text = value.apply(item);
            return text == null ? "" : text.toLowerCase(Locale.ROOT);
        });
    }

    /** Also sorts by this number, from 0 to 10^18. */
    public ListOrder<T> number(String column, Function<T, BigDecimal> value) {
        return and(
                column,
                item -> "%019d".formatted(value.apply(item).movePointRight(3).longValue()));
    }

    /** Also sorts by this time; items without it come last. */
    public ListOrder<T> time(String column, Function<T, @Nullable Instant> value) {
        return and(column, item -> {
            Instant time = value.apply(item);
            return "%019d".formatted(time == null ? Long.MAX_VALUE : time.toEpochMilli());
        });
    }

    private ListOrder<T> and(String column, Function<T, String> value) {
        Map<String, Function<T, String>> all = new LinkedHashMap<>(columns);
        all.put(column, value);
        return new ListOrder<>(name, all);
    }

    /** The requested page of {@code items}. */
    public ListPage<T> page(Collection<T> items, ListRequest request) {
        String sort = request.sort() == null ? NAME : request.sort();
        boolean descending = sort.startsWith("-");
        Function<T, String> value = column(sort, descending ? sort.substring(1) : sort);
        Comparator<ListCursor> ascending =
                Comparator.comparing(ListCursor::value).thenComparing(ListCursor::name);
        Comparator<ListCursor> order = descending ? ascending.reversed() : ascending;
        ListCursor after = request.cursor() == null ? null : ListCursor.parse(request.cursor());
        List<Positioned<T>> rest = items.stream()
                .map(item -> new Positioned<>(item, new ListCursor(value.apply(item), name.apply(item))))
                .filter(row -> after == null || order.compare(row.at(), after) > 0)
                .sorted(Comparator.comparing(Positioned::at, order))
                .toList();
        int limit = request.limit() == null ? rest.size() : request.limit();
        boolean more = rest.size() > limit;
        List<Positioned<T>> page = more ? rest.subList(0, limit) : rest;
        return new ListPage<>(
                page.stream().map(Positioned::item).toList(),
                more ? page.getLast().at().toString() : null,
                items.size());
    }

    private record Positioned<T>(T item, ListCursor at) {}

    private Function<T, String> column(String sort, String column) {
        Function<T, String> value = columns.get(column);
        if (value == null) {
            List<String> known = Stream.concat(
                            Stream.of(NAME), columns.keySet().stream().filter(name -> !name.equals(NAME)))
                    .toList();
            throw new InvalidValueException("sort: One of " + String.join(", ", known)
                    + ", with - before it for descending order; got " + Printable.quoted(sort) + ".");
        }
        return value;
    }
}
