package dcm.projection.rest;

import dcm.contract.identity.OwnerName;
import dcm.contract.view.ImageViewState;
import dcm.projection.change.ChangedView;
import dcm.projection.change.ViewChange;
import dcm.projection.container.ContainerRow;
import dcm.projection.image.ImageRow;
import dcm.rest.access.AccountCache;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads changed images. Its methods need a transaction. */
@Singleton
class ChangedImages {
    private static final String IMAGE = "image";
    private static final String REF = "ref";

    private final AccountCache accounts;
    private final BaseImageOffers offers;
    private final ChangeDocuments documents;

    ChangedImages(AccountCache accounts, BaseImageOffers offers, ChangeDocuments documents) {
        this.accounts = accounts;
        this.offers = offers;
        this.documents = documents;
    }

    /** An image of an owner. */
    List<ViewChange> image(ChangedView changed) {
        ImageRow row = ImageRow.findById(changed.id());
        OwnerName owner = Objects.requireNonNull(changed.owner());
        if (row == null || row.digest == null) {
            return List.of(); // it does not exist yet, or will never exist
        }
        if (row.state != ImageViewState.REMOVED) {
            return List.of(present(owner, row));
        }
        List<ViewChange> changes = new ArrayList<>();
        if (ImageRow.usable(owner.value()).stream().noneMatch(other -> other.name.equals(row.name))) {
            changes.add(documents.removed(owner, IMAGE, REF, row.name));
        }
        changes.add(row.deletedAt == null ? present(owner, row) : documents.removed(owner, IMAGE, REF, row.digest));
        return changes;
    }

    /** The images with a digest, of which the containers that use them have changed. */
    List<ViewChange> inUse(ChangedView changed) {
        OwnerName owner = Objects.requireNonNull(changed.owner());
        List<ContainerRow> containers = ContainerRow.all(owner.value());
        Stream<ViewChange> own = ImageRow.present(owner.value(), changed.id()).stream()
                .map(row -> documents.present(owner, IMAGE, ImageView.of(row, containers)));
        Stream<ViewChange> base = accounts.find(owner).stream()
                .flatMap(offers::to)
                .filter(image -> image.image().digest().value().equals(changed.id()))
                .map(image ->
                        documents.present(owner, IMAGE, ImageView.of(image, offers.description(image), containers)));
        return Stream.concat(own, base).toList();
    }

    private ViewChange present(OwnerName owner, ImageRow row) {
        return documents.present(owner, IMAGE, ImageView.of(row, ContainerRow.all(owner.value())));
    }
}
