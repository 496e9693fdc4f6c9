package dcm.projection.container;

import dcm.contract.codec.Json;
import dcm.contract.identity.Settings;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores container settings in the same JSON format as Kafka records. */
@Converter
public class SettingsColumn implements AttributeConverter<Settings, String> {
    @Override
    public String convertToDatabaseColumn(Settings settings) {
        return Json.text(settings);
    }

    @Override
    public Settings convertToEntityAttribute(String column) {
        return Json.parse(column, Settings.class);
    }
}
