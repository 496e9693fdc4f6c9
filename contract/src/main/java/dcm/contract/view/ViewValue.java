package dcm.contract.view;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An enum constant whose lower-case name, with hyphens, represents it in JSON and in database columns. */
public interface ViewValue {
    /** The constants of each type by their texts: lists look them up for each row. */
    ClassValue<Map<String, ViewValue>> BY_TEXT = new ClassValue<>() {
        @Override
        protected Map<String, ViewValue> computeValue(Class<?> type) {
            return Arrays.stream(type.getEnumConstants())
                    .map(ViewValue.class::cast)
                    .collect(toUnmodifiableMap(ViewValue::value, constant -> constant));
        }
    };

    /** The constant's name in Java. */
    String name();

    /** The stable text that represents this value, such as {@code running}. */
    default String value() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether {@code text} represents this value. A text from a newer version represents none of the known values. */
    default boolean is(@Nullable String text) {
        return value().equals(text);
    }

    /** The constant that {@code text} represents; empty if this version does not know it. */
    static <E extends Enum<E> & ViewValue> Optional<E> find(Class<E> type, @Nullable String text) {
        return text == null
                ? Optional.empty()
                : Optional.ofNullable(BY_TEXT.get(type).get(text)).map(type::cast);
    }
}
