package dcm.projection.converter;

import dcm.contract.view.ViewValue;
import jakarta.persistence.AttributeConverter;
import org.jspecify.annotations.Nullable;

/** Stores constants of an enum as the text that represents them in JSON. */
abstract class ViewValueConverter<E extends Enum<E> & ViewValue> implements AttributeConverter<E, String> {
    private final Class<E> type;

    ViewValueConverter(Class<E> type) {
        this.type = type;
    }

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable E value) {
        return value == null ? null : value.value();
    }

    @Override
    public @Nullable E convertToEntityAttribute(@Nullable String column) {
        return column == null
                ? null
                : ViewValue.find(type, column)
                        .orElseThrow(() -> new IllegalStateException("unknown " + type.getSimpleName() + " " + column));
    }
}
