package dcm.command.admission.image;

import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.FlattenProgressed;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageFailure;
import dcm.contract.event.ImageEvent.ImageFlattened;
import dcm.contract.event.ImageEvent.ImageImported;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.event.ImageEvent.ImportProgressed;

/** Folds events about an image into its owner's state. Deterministic. */
public final class ImageFold {
    private ImageFold() {}

    /** The state after {@code event}. */
    public static OwnerState evolve(OwnerState state, ImageEvent event) {
        return switch (event) {
            case FlattenOrdered ordered -> state.with(ImageState.of(ordered));
            case FlattenProgressed progressed -> state;
            case ImageFlattened flattened ->
                state.with(state.known(flattened.image()).complete(flattened.digest(), flattened.facts()));
            case ImportOrdered ordered -> state.with(ImageState.of(ordered));
            case ImportProgressed progressed -> state;
            case ImageImported imported ->
                state.with(state.known(imported.image()).complete(imported.digest(), imported.facts()));
            case ImageFailure failed -> state.with(state.known(failed.image()).remove());
            case ImagePromoted promoted -> state;
            case ImageRemoved removed -> state.with(state.known(removed.image()).remove());
            case ImageDeleted deleted -> state.without(deleted.image());
        };
    }
}
