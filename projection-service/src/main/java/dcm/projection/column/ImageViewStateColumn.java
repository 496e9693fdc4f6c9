package dcm.projection.column;

import dcm.contract.view.ImageViewState;
import jakarta.persistence.Converter;

/** Stores {@link ImageViewState} in a column. */
@Converter(autoApply = true)
public class ImageViewStateColumn extends ViewValueColumn<ImageViewState> {
    public ImageViewStateColumn() {
        super(ImageViewState.class);
    }
}
