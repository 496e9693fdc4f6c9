package dcm.command.admission.catalog;

import dcm.contract.event.CatalogEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.PresetEvent.PresetDefined;
import dcm.contract.event.PresetEvent.PresetRetired;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.PresetIntent;
import dcm.contract.intent.PresetIntent.DefinePreset;
import dcm.contract.intent.PresetIntent.RetirePreset;
import dcm.contract.preset.HostMount;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.PresetSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides intents about presets. The state is the preset's snapshot; null before it is defined. */
final class PresetDecider {
    private PresetDecider() {}

    /**
     * The event that answers {@code intent}.
     *
     * @param all all presets of the catalog
     */
    static CatalogEvent decide(
            @Nullable PresetSnapshot state, IntentId id, PresetIntent intent, Collection<PresetSnapshot> all) {
        return switch (intent) {
            case DefinePreset define -> define(state, id, define, all);
            case RetirePreset retire ->
                state == null
                        ? reject(
                                id, ErrorCode.UNKNOWN_PRESET, "There is no preset '" + retire.preset() + "' to retire.")
                        : new PresetRetired(id, retire.preset());
        };
    }

    /** Rejects a mount below a writable one: a container that can write there could redirect the mount. */
    private static Optional<String> objection(DefinePreset define, Collection<PresetSnapshot> all) {
        List<HostMount> mounts = Stream.concat(
                        define.options().mounts().stream(),
                        all.stream().flatMap(preset -> preset.options().mounts().stream()))
                .distinct()
                .toList();
        return mounts.stream()
                .filter(HostMount::mayWrite)
                .flatMap(outer -> mounts.stream()
                        .filter(inner -> inner.isBelow(outer))
                        .filter(inner -> define.options().mounts().contains(inner)
                                || define.options().mounts().contains(outer))
                        .map(inner -> inner.source() + " is inside " + outer.source()))
                .findFirst();
    }

    private static CatalogEvent define(
            @Nullable PresetSnapshot state, IntentId id, DefinePreset define, Collection<PresetSnapshot> all) {
        Optional<String> objection = objection(define, all);
        if (objection.isPresent()) {
            return reject(
                    id,
                    ErrorCode.PRESET_CONFLICT,
                    objection.get()
                            + ", which containers may write. A container could use a symbolic link there to reach any"
                            + " path of the host. Mount the outer directory read-only, or use separate directories.");
        }
        if (state == null) {
            return new PresetDefined(id, define.preset(), 1, define.description(), define.options());
        }
        if (state.retired()) {
            return reject(
                    id,
                    ErrorCode.NAME_TAKEN,
                    "The preset '" + define.preset()
                            + "' is retired, and its name cannot be reused. Choose another name.");
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
