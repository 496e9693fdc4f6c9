package dcm.contract.preset;

import dcm.contract.identity.InvalidValueException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Copies collections of options that a request may omit, and rejects null elements. */
final class Copies {
    private Copies() {}

    /** An immutable copy; empty if nothing is given. */
    static <T> List<T> list(String field, @Nullable List<T> given) {
        List<T> items = given == null ? List.of() : given;
        refuseNull(field, items.stream().anyMatch(Objects::isNull));
        return List.copyOf(items);
    }

    /** An immutable copy, sorted by key; empty if nothing is given. */
    static <T> Map<String, T> sorted(String field, @Nullable Map<String, T> given) {
        Map<String, T> entries = given == null ? Map.of() : given;
        refuseNull(field, entries.values().stream().anyMatch(Objects::isNull));
        return Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    private static void refuseNull(String field, boolean found) {
        if (found) {
            throw new InvalidValueException(field + ": null is not allowed.");
        }
    }
}
