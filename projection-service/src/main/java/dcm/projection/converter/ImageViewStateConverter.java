package dcm.projection.converter;

import dcm.contract.view.ImageViewState;
import jakarta.persistence.Converter;

/** Stores {@link ImageViewState} in a column. */
@Converter(autoApply = true)
public class ImageViewStateConverter extends ViewValueConverter<ImageViewState> {
    public ImageViewStateConverter() {
        super(ImageViewState.class);
    }
}
