package dcm.projection.converter;

import dcm.contract.problem.ErrorCode;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Stores {@link ErrorCode} as the code that records and API responses contain. */
@Converter(autoApply = true)
public class ErrorCodeConverter implements AttributeConverter<ErrorCode, String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable ErrorCode code) {
        return code == null ? null : code.code();
    }

    @Override
    public @Nullable ErrorCode convertToEntityAttribute(@Nullable String column) {
        return column == null ? null : ErrorCode.ofCode(column);
    }
}
