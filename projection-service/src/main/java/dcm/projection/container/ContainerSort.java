package dcm.projection.container;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import dcm.contract.view.ContainerViewState;
import dcm.contract.view.ViewValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The order of a list of containers. Containers with equal values are sorted by id.
 *
 * @param descending whether the largest value comes first
 */
public record ContainerSort(By by, boolean descending) {
    /** The newest container first. */
    public static final ContainerSort NEWEST = new ContainerSort(By.CREATED, true);

    /** A column by which containers can be sorted. */
    public enum By {
        CREATED("createdAt"),
        NAME("name"),
        STATE("state"),
        IMAGE("image"),
        HOST("host"),
        ACCOUNT("owner");

        private final String column;

        By(String column) {
            this.column = column;
        }
    }

    /**
     * An upper bound for times in a cursor. The database cannot store later times, so cursors never contain them.
     */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** Parses a name, with {@code -} before it for descending order. */
    public static ContainerSort parse(String text) {
        boolean descending = text.startsWith("-");
        String name = descending ? text.substring(1) : text;
        return Arrays.stream(By.values())
                .filter(by -> name(by).equals(name))
                .findFirst()
                .map(by -> new ContainerSort(by, descending))
                .orElseThrow(() -> new InvalidValueException("sort: One of "
                        + Arrays.stream(By.values()).map(ContainerSort::name).collect(Collectors.joining(", "))
                        + ", with - before it for descending order; got " + Printable.quoted(text) + "."));
    }

    private static String name(By by) {
        return by.name().toLowerCase(Locale.ROOT);
    }

    String column() {
        return by.column;
    }

    String direction() {
        return descending ? "desc" : "asc";
    }

    /** The value of a cursor for the database. */
    Object value(Cursor cursor) {
        return switch (by) {
            case CREATED -> instant(cursor.value());
            case STATE ->
                ViewValue.find(ContainerViewState.class, cursor.value()).orElseThrow(Cursor::invalid);
            case NAME, IMAGE, HOST, ACCOUNT -> cursor.value();
        };
    }

    private static Instant instant(String text) {
        try {
            Instant time = Instant.parse(text);
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                throw Cursor.invalid();
            }
            return time;
        } catch (DateTimeException e) {
            throw Cursor.invalid();
        }
    }
}
