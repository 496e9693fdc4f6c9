package dcm.projection.table;

import dcm.projection.converter.AuditResultConverter;
import dcm.projection.converter.ContainerViewStateConverter;
import dcm.projection.converter.ErrorCodeConverter;
import dcm.projection.converter.ImageViewStateConverter;
import dcm.projection.converter.IntentStatusConverter;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Id;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, described by the field of the entity.
 *
 * @param type the SQL type of the column
 * @param id whether the column is part of the primary key
 */
record Column(String name, String type, boolean id, MethodHandle getter, Function<Object, ?> converter) {
    private static final Map<Class<?>, String> TYPES = Map.of(
            String.class, "text",
            int.class, "int",
            Integer.class, "int",
            long.class, "bigint",
            Long.class, "bigint",
            boolean.class, "boolean",
            Instant.class, "timestamptz");

    /** The converters that apply to every field of their type. */
    private static final Map<Class<?>, AttributeConverter<?, String>> CONVERTERS = Stream.of(
                    new AuditResultConverter(),
                    new ContainerViewStateConverter(),
                    new ErrorCodeConverter(),
                    new ImageViewStateConverter(),
                    new IntentStatusConverter())
            .collect(Collectors.toMap(Column::convertedType, converter -> converter));

    /** @throws IllegalArgumentException if it is not known how to store the field */
    static Column of(Field field) {
        try {
            field.setAccessible(true);
            MethodHandle getter = MethodHandles.lookup().unreflectGetter(field);
            String type = TYPES.get(field.getType());
            return new Column(
                    snakeCase(field.getName()),
                    type == null ? "text" : type,
                    field.isAnnotationPresent(Id.class),
                    getter.asType(getter.type().generic()),
                    type == null ? converter(field)::convertToDatabaseColumn : value -> value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot read " + field, e);
        }
    }

    /** The value of the column in a row, as text; null if it is null. */
    @Nullable
    String text(Object row) {
        try {
            Object value = getter.invokeExact(row);
            Object stored = value == null ? null : converter.apply(value);
            return stored == null ? null : stored.toString();
        } catch (Throwable e) {
            throw new IllegalStateException("cannot read the column " + name + " of " + row, e);
        }
    }

    @SuppressWarnings("unchecked") // the converter is that of the field's type
    private static AttributeConverter<Object, String> converter(Field field) throws ReflectiveOperationException {
        Convert own = field.getAnnotation(Convert.class);
        AttributeConverter<?, ?> converter = own == null
                ? CONVERTERS.get(field.getType())
                : (AttributeConverter<?, ?>)
                        own.converter().getDeclaredConstructor().newInstance();
        if (converter == null) {
            throw new IllegalArgumentException("no converter for " + field);
        }
        return (AttributeConverter<Object, String>) converter;
    }

    /** The first type argument of the converter, or of its superclass. */
    private static Class<?> convertedType(AttributeConverter<?, String> converter) {
        return Stream.concat(
                        Stream.of(converter.getClass().getGenericSuperclass()),
                        Stream.of(converter.getClass().getGenericInterfaces()))
                .filter(ParameterizedType.class::isInstance)
                .map(type -> (Class<?>) ((ParameterizedType) type).getActualTypeArguments()[0])
                .findFirst()
                .orElseThrow();
    }

    static String snakeCase(String name) {
        return name.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
