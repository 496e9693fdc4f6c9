package dcm.projection.converter;

import dcm.contract.view.ViewValue;
import jakarta.persistence.AttributeConverter;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores constants of an enum as the text that represents them in JSON. */
abstract class ViewValueConverter<E extends Enum<E> & ViewValue> implements AttributeConverter<E, String> {
    private final Map<String, E> constants;

    ViewValueConverter(Class<E> type) {
        constants = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toUnmodifiableMap(ViewValue::value, constant -> constant));
    }

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable E value) {
        return value == null ? null : value.value();
    }

    @Override
    public @Nullable E convertToEntityAttribute(@Nullable String column) {
        if (column == null) {
            return null;
        }
        E constant = constants.get(column);
        if (constant == null) {
            throw new IllegalStateException("unknown value " + column + ", not one of " + constants.keySet());
        }
        return constant;
    }
}
