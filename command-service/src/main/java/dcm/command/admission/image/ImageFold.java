package dcm.command.admission.image;

import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.ImageCreated;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageFailure;
import dcm.contract.event.ImageEvent.ImageHostChanged;
import dcm.contract.event.ImageEvent.ImageProgressed;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageOrdered;

/** Folds events about an image into its owner's state. Deterministic. */
public final class ImageFold {
    private ImageFold() {}

    /** The state after {@code event}. */
    public static OwnerState evolve(OwnerState state, ImageEvent event) {
        return switch (event) {
            case ImageOrdered ordered -> state.with(ImageState.of(ordered));
            case ImageProgressed progressed -> state;
            case ImageCreated created ->
                state.with(state.known(created.image()).complete(created.digest(), created.facts()));
            case ImageFailure failed -> state.with(state.known(failed.image()).remove());
            case ImagePromoted promoted -> state;
            case ImageRemoved removed -> state.with(state.known(removed.image()).remove());
            case ImageHostChanged changed ->
                state.with(state.known(changed.image()).on(changed.host()));
            case ImageDeleted deleted -> state.without(deleted.image());
        };
    }
}
