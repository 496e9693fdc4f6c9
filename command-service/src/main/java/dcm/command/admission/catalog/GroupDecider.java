package dcm.command.admission.catalog;

import dcm.contract.event.CatalogEvent;
import dcm.contract.event.GroupEvent.GroupDefined;
import dcm.contract.event.GroupEvent.GroupRemoved;
import dcm.contract.event.GroupEvent.PresetGrantedToGroup;
import dcm.contract.event.GroupEvent.PresetRevokedFromGroup;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.GroupIntent;
import dcm.contract.intent.GroupIntent.DefineGroup;
import dcm.contract.intent.GroupIntent.GrantPresetToGroup;
import dcm.contract.intent.GroupIntent.RemoveGroup;
import dcm.contract.intent.GroupIntent.RevokePresetFromGroup;
import dcm.contract.preset.PresetName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.GroupSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides intents about groups. */
final class GroupDecider {
    private static final int MAX_NAMED = 5;

    private GroupDecider() {}

    static CatalogEvent decide(Catalog catalog, IntentId id, GroupIntent intent, Collection<AccountSnapshot> accounts) {
        Optional<GroupSnapshot> group = catalog.group(intent.group());
        Optional<CatalogEvent> answer = switch (intent) {
            case DefineGroup define ->
                Optional.of(new GroupDefined(id, define.group(), define.description(), define.quota()));
            case RemoveGroup remove -> group.map(known -> remove(known, id, accounts));
            case GrantPresetToGroup grant -> group.map(known -> grant(catalog, id, grant));
            case RevokePresetFromGroup revoke -> group.map(known -> revoke(known, id, revoke.preset()));
        };
        return answer.orElseGet(
                () -> reject(id, ErrorCode.UNKNOWN_GROUP, "There is no group '" + intent.group() + "'."));
    }

    private static CatalogEvent remove(GroupSnapshot group, IntentId id, Collection<AccountSnapshot> accounts) {
        if (group.name().equals(GroupName.EVERYBODY)) {
            return reject(
                    id,
                    ErrorCode.GROUP_IN_USE,
                    "The group 'everybody' cannot be removed, because all accounts are members. Change its quota"
                            + " instead.");
        }
        List<String> members = accounts.stream()
                .filter(account -> group.name().equals(account.group()))
                .map(account -> account.name().value())
                .toList();
        if (members.isEmpty()) {
            return new GroupRemoved(id, group.name());
        }
        String some = String.join(", ", members.subList(0, Math.min(MAX_NAMED, members.size())));
        int more = members.size() - MAX_NAMED;
        return reject(
                id,
                ErrorCode.GROUP_IN_USE,
                "The group '" + group.name() + "' has the members " + some + (more > 0 ? " and " + more + " more" : "")
                        + ". Move them to another group first.");
    }

    private static CatalogEvent grant(Catalog catalog, IntentId id, GrantPresetToGroup grant) {
        boolean offered = catalog.preset(grant.preset())
                .filter(preset -> !preset.retired())
                .isPresent();
        return offered
                ? new PresetGrantedToGroup(
                        id, grant.group(), grant.preset(), grant.until(), grant.note(), grant.grantedBy())
                : reject(
                        id,
                        ErrorCode.UNKNOWN_PRESET,
                        "There is no preset '" + grant.preset() + "' to grant: it does not exist or is retired.");
    }

    private static CatalogEvent revoke(GroupSnapshot group, IntentId id, PresetName preset) {
        boolean granted =
                group.grants().stream().anyMatch(grant -> grant.preset().equals(preset));
        return granted
                ? new PresetRevokedFromGroup(id, group.name(), preset)
                : reject(
                        id,
                        ErrorCode.NOT_FOUND,
                        "The group '" + group.name() + "' has no grant of the preset '" + preset + "'.");
    }

    private static CatalogEvent reject(IntentId id, ErrorCode code, String detail) {
        return new IntentRejected(id, code, detail, Map.of());
    }
}
