package dcm.projection.converter;

import dcm.contract.view.IntentStatus;
import jakarta.persistence.Converter;

/** Stores {@link IntentStatus} in a column. */
@Converter(autoApply = true)
public class IntentStatusConverter extends ViewValueConverter<IntentStatus> {
    public IntentStatusConverter() {
        super(IntentStatus.class);
    }
}
