package dcm.projection.converter;

import dcm.contract.view.ContainerViewState;
import jakarta.persistence.Converter;

/** Stores {@link ContainerViewState} in a column. */
@Converter(autoApply = true)
public class ContainerViewStateConverter extends ViewValueConverter<ContainerViewState> {
    public ContainerViewStateConverter() {
        super(ContainerViewState.class);
    }
}
