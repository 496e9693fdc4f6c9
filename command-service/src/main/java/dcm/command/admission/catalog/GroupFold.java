package dcm.command.admission.catalog;

import dcm.contract.event.GroupEvent;
import dcm.contract.event.GroupEvent.GroupDefined;
import dcm.contract.event.GroupEvent.GroupRemoved;
import dcm.contract.event.GroupEvent.PresetGrantedToGroup;
import dcm.contract.event.GroupEvent.PresetRevokedFromGroup;
import dcm.contract.preset.Grant;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.GroupSnapshot;
import java.time.Instant;

/** Folds events about a group into its snapshot. Deterministic. */
final class GroupFold {
    private GroupFold() {}

    /** The group after {@code event}, which was decided at {@code time}. */
    static GroupSnapshot evolve(Catalog catalog, GroupEvent event, Instant time) {
        GroupSnapshot group = catalog.group(event.group()).orElseGet(() -> GroupSnapshot.empty(event.group()));
        return switch (event) {
            case GroupDefined defined -> group.define(defined.description(), defined.quota(), time);
            case GroupRemoved removed -> group.remove(time);
            case PresetGrantedToGroup granted ->
                group.with(
                        new Grant(granted.preset(), granted.until(), granted.note(), granted.grantedBy(), time), time);
            case PresetRevokedFromGroup revoked -> group.without(revoked.preset(), time);
        };
    }
}
