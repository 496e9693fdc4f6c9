package dcm.contract.codec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a record read from JSON has every component that is not {@code @Nullable}. Jackson does not check this.
 */
final class Completeness {
    private static final Map<Class<?>, List<Component>> COMPONENTS = new ConcurrentHashMap<>();

    private record Component(String name, Method accessor, boolean nullable) {
        static List<Component> of(Class<?> type) {
            return Arrays.stream(type.getRecordComponents()).map(Component::of).toList();
        }

        private static Component of(RecordComponent component) {
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            return new Component(component.getName(), component.getAccessor(), nullable);
        }
    }

    private Completeness() {}

    static void check(Object value, String path) {
        String missing = missing(value);
        if (missing != null) {
            throw new UnreadableRecordException(path + missing + " is missing");
        }
    }

    /** The path of the first missing component; null if none is missing. */
    private static @Nullable String missing(Object value) {
        if (value instanceof Collection<?> items) {
            for (Object item : items) {
                String missing = missing(item);
                if (missing != null) {
                    return "[]" + missing;
                }
            }
        } else if (value instanceof Record row) {
            for (Component component : COMPONENTS.computeIfAbsent(row.getClass(), Component::of)) {
                Object inner = read(row, component);
                String missing = inner != null ? missing(inner) : component.nullable() ? null : "";
                if (missing != null) {
                    return "." + component.name() + missing;
                }
            }
        }
        return null;
    }

    private static @Nullable Object read(Record row, Component component) {
        try {
            return component.accessor().invoke(row);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component.name(), e);
        }
    }
}
