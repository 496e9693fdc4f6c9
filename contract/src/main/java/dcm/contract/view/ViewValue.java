package dcm.contract.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An enum constant whose lower-case name, with hyphens, represents it in JSON and in database columns. */
public interface ViewValue {
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
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.is(text))
                .findFirst();
    }
}
