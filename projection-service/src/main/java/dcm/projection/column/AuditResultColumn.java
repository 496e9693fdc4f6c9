package dcm.projection.column;

import dcm.contract.view.AuditResult;
import jakarta.persistence.Converter;

/** Stores {@link AuditResult} in a column. */
@Converter(autoApply = true)
public class AuditResultColumn extends ViewValueColumn<AuditResult> {
    public AuditResultColumn() {
        super(AuditResult.class);
    }
}
