package dcm.command.admission.catalog;

import dcm.contract.event.BaseImageEvent.BaseImageChanged;
import dcm.contract.event.BaseImageEvent.BaseImageRegistered;
import dcm.contract.event.BaseImageEvent.BaseImageRetired;
import dcm.contract.event.CatalogEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.BaseImageIntent;
import dcm.contract.intent.BaseImageIntent.ChangeBaseImage;
import dcm.contract.intent.BaseImageIntent.RegisterBaseImage;
import dcm.contract.intent.BaseImageIntent.RetireBaseImage;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.Catalog;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Decides intents about base images. Each host tests an image separately. */
final class BaseImageDecider {
    private BaseImageDecider() {}

    static CatalogEvent decide(Catalog catalog, IntentId id, BaseImageIntent intent) {
        Optional<BaseImageSnapshot> known = catalog.baseImage(intent.image());
        return switch (intent) {
            case RegisterBaseImage register -> register(catalog, known, id, register);
            case ChangeBaseImage change ->
                known.filter(image -> !image.retired())
                        .map(image -> change(catalog, image, id, change))
                        .orElseGet(() -> unknown(id, change));
            case RetireBaseImage retire ->
                known.<CatalogEvent>map(image -> new BaseImageRetired(id, retire.image()))
                        .orElseGet(() -> unknown(id, retire));
        };
    }

    private static CatalogEvent register(
            Catalog catalog, Optional<BaseImageSnapshot> known, IntentId id, RegisterBaseImage register) {
        int version = known.map(BaseImageSnapshot::version).orElse(0) + 1;
        return unknownGroup(catalog, id, register.groups())
                .orElseGet(() -> new BaseImageRegistered(
                        id, register.image(), version, register.source(), register.description(), register.groups()));
    }

    private static CatalogEvent change(Catalog catalog, BaseImageSnapshot image, IntentId id, ChangeBaseImage change) {
        List<GroupName> groups = Objects.requireNonNullElse(change.groups(), image.groups());
        String description = Objects.requireNonNullElse(change.description(), image.description());
        return unknownGroup(catalog, id, groups)
                .orElseGet(() -> new BaseImageChanged(id, image.name(), description, groups));
    }

    private static Optional<CatalogEvent> unknownGroup(Catalog catalog, IntentId id, List<GroupName> groups) {
        return groups.stream()
                .filter(group -> catalog.group(group).isEmpty())
                .findFirst()
                .map(group -> reject(id, ErrorCode.UNKNOWN_GROUP, "There is no group '" + group + "'."));
    }

    private static CatalogEvent unknown(IntentId id, BaseImageIntent intent) {
        return reject(
                id,
                ErrorCode.UNKNOWN_IMAGE,
                "There is no base image '" + intent.image()
                        + "' in the catalog. If a host's configuration offers the image, change it there.");
    }

    private static CatalogEvent reject(IntentId id, ErrorCode code, String detail) {
        return new IntentRejected(id, code, detail, Map.of());
    }
}
