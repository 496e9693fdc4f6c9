package dcm.contract.codec;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a record read from JSON has every component that is not {@code @Nullable}. Jackson does not check this.
 */
final class Completeness {
    private static final Map<Class<?>, RecordComponent[]> COMPONENTS = new ConcurrentHashMap<>();

    private Completeness() {}

    static void check(Object value, String path) {
        if (value instanceof Collection<?> items) {
            items.forEach(item -> check(item, path + "[]"));
        } else if (value instanceof Record row) {
            for (RecordComponent component : COMPONENTS.computeIfAbsent(row.getClass(), Class::getRecordComponents)) {
                String here = path + "." + component.getName();
                Object inner = read(row, component);
                if (inner != null) {
                    check(inner, here);
                } else if (!isNullable(component)) {
                    throw new UnreadableRecordException(here + " is missing");
                }
            }
        }
    }

    private static boolean isNullable(RecordComponent component) {
        AnnotatedElement type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class);
    }

    private static @Nullable Object read(Record row, RecordComponent component) {
        try {
            return component.getAccessor().invoke(row);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
