package dcm.command.admission.catalog;

import dcm.contract.event.PresetEvent;
import dcm.contract.event.PresetEvent.PresetDefined;
import dcm.contract.event.PresetEvent.PresetRetired;
import dcm.contract.snapshot.PresetSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Folds events about a preset into its snapshot. Deterministic. */
final class PresetFold {
    private PresetFold() {}

    /** The preset after {@code event}, which was decided at {@code time}. */
    static PresetSnapshot evolve(@Nullable PresetSnapshot state, PresetEvent event, Instant time) {
        return switch (event) {
            case PresetDefined defined ->
                state != null && state.version() == defined.version()
                        ? state
                        : new PresetSnapshot(
                                defined.preset(),
                                defined.version(),
                                defined.description(),
                                defined.options(),
                                false,
                                time);
            case PresetRetired retired -> {
                if (state == null) {
                    throw new IllegalStateException(retired.preset() + " was retired before it was defined");
                }
                yield state.retired()
                        ? state
                        : new PresetSnapshot(
                                state.name(), state.version(), state.description(), state.options(), true, time);
            }
        };
    }
}
