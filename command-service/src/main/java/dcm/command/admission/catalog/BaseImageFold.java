package dcm.command.admission.catalog;

import dcm.contract.event.BaseImageEvent;
import dcm.contract.event.BaseImageEvent.BaseImageChanged;
import dcm.contract.event.BaseImageEvent.BaseImageRegistered;
import dcm.contract.event.BaseImageEvent.BaseImageRetired;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.Catalog;
import java.time.Instant;

/** Folds events about a base image into its snapshot. Deterministic. */
final class BaseImageFold {
    private BaseImageFold() {}

    /** The base image after {@code event}. */
    static BaseImageSnapshot evolve(Catalog catalog, BaseImageEvent event, Instant time) {
        return switch (event) {
            case BaseImageRegistered registered ->
                new BaseImageSnapshot(
                        registered.image(),
                        registered.version(),
                        registered.source(),
                        registered.description(),
                        registered.groups(),
                        false,
                        time);
            case BaseImageChanged changed ->
                known(catalog, event).change(changed.description(), changed.groups(), time);
            case BaseImageRetired retired -> known(catalog, event).retire(time);
        };
    }

    private static BaseImageSnapshot known(Catalog catalog, BaseImageEvent event) {
        return catalog.baseImage(event.image())
                .orElseThrow(() -> new IllegalStateException(event.image() + " was changed before it was registered"));
    }
}
