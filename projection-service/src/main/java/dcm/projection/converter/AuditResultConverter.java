package dcm.projection.converter;

import dcm.contract.view.AuditResult;
import jakarta.persistence.Converter;

/** Stores {@link AuditResult} in a column. */
@Converter(autoApply = true)
public class AuditResultConverter extends ViewValueConverter<AuditResult> {
    public AuditResultConverter() {
        super(AuditResult.class);
    }
}
