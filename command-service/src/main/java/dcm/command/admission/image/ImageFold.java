package dcm.command.admission.image;

import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.ImageEvent.FlattenFailed;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.FlattenProgressed;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageFlattened;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;

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
            case FlattenFailed failed -> state.with(state.known(failed.image()).remove());
            case ImagePromoted promoted -> state;
            case ImageRemoved removed -> state.with(state.known(removed.image()).remove());
            case ImageDeleted deleted -> state.without(deleted.image());
        };
    }
}
