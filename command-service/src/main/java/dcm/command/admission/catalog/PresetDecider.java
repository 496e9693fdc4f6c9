package dcm.command.admission.catalog;

import dcm.contract.event.CatalogEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.PresetEvent;
import dcm.contract.event.PresetEvent.PresetDefined;
import dcm.contract.event.PresetEvent.PresetRetired;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.CatalogIntent;
import dcm.contract.intent.CatalogIntent.DefinePreset;
import dcm.contract.intent.CatalogIntent.RetirePreset;
import dcm.contract.preset.PresetName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.PresetSnapshot;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of presets. A preset's state is its snapshot, null before it is defined. */
public final class PresetDecider {
    private PresetDecider() {}

    /** The preset that {@code intent} is about. */
    public static PresetName subject(CatalogIntent intent) {
        return switch (intent) {
            case DefinePreset define -> define.preset();
            case RetirePreset retire -> retire.preset();
        };
    }

    /** The event that answers {@code intent}. */
    public static CatalogEvent decide(@Nullable PresetSnapshot state, IntentId id, CatalogIntent intent) {
        return switch (intent) {
            case DefinePreset define -> define(state, id, define);
            case RetirePreset retire ->
                state == null
                        ? reject(
                                id,
                                ErrorCode.UNKNOWN_PRESET,
                                "There is no preset '" + retire.preset() + "' that could be retired.")
                        : new PresetRetired(id, retire.preset());
        };
    }

    /** The state after {@code event}, which was decided at {@code time}. */
    public static PresetSnapshot evolve(@Nullable PresetSnapshot state, PresetEvent event, Instant time) {
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

    private static CatalogEvent define(@Nullable PresetSnapshot state, IntentId id, DefinePreset define) {
        if (state == null) {
            return new PresetDefined(id, define.preset(), 1, define.description(), define.options());
        }
        if (state.retired()) {
            return reject(
                    id,
                    ErrorCode.NAME_TAKEN,
                    "The preset '" + define.preset()
                            + "' is retired, and grants of it may be left. Its name is not given again; choose another one.");
        }
        boolean same = state.description().equals(define.description())
                && state.options().equals(define.options());
        return new PresetDefined(
                id, define.preset(), state.version() + (same ? 0 : 1), define.description(), define.options());
    }

    private static CatalogEvent reject(IntentId id, ErrorCode code, String detail) {
        return new IntentRejected(id, code, detail, Map.of());
    }
}
