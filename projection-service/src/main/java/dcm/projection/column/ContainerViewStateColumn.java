package dcm.projection.column;

import dcm.contract.view.ContainerViewState;
import jakarta.persistence.Converter;

/** Stores {@link ContainerViewState} in a column. */
@Converter(autoApply = true)
public class ContainerViewStateColumn extends ViewValueColumn<ContainerViewState> {
    public ContainerViewStateColumn() {
        super(ContainerViewState.class);
    }
}
