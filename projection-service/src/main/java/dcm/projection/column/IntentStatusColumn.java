package dcm.projection.column;

import dcm.contract.view.IntentStatus;
import jakarta.persistence.Converter;

/** Stores {@link IntentStatus} in a column. */
@Converter(autoApply = true)
public class IntentStatusColumn extends ViewValueColumn<IntentStatus> {
    public IntentStatusColumn() {
        super(IntentStatus.class);
    }
}
