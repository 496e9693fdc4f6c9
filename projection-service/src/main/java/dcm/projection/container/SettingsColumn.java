package dcm.projection.container;

import dcm.contract.codec.Json;
import dcm.contract.identity.Settings;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.hibernate.annotations.Immutable;

/** Stores container settings in the same JSON format as Kafka records. */
@Converter
@Immutable // otherwise, Hibernate converts each value that it reads to JSON and back, to notice changes
public class SettingsColumn implements AttributeConverter<Settings, String> {
    private static final String NONE = Json.text(Settings.NONE);

    @Override
    public String convertToDatabaseColumn(Settings settings) {
        return Json.text(settings);
    }

    @Override
    public Settings convertToEntityAttribute(String column) {
        return column.equals(NONE) ? Settings.NONE : Json.parse(column, Settings.class);
    }
}
