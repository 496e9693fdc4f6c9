package dcm.projection.home;

import dcm.contract.envelope.Envelope;
import dcm.contract.event.AccountEvent.HomeEvent;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.AccountEvent.HomesMeasured;
import dcm.contract.event.AccountEvent.StorageRemoved;
import dcm.contract.event.HomesMoveEvent.FormerHomesRemoved;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.HostName;

/** Builds the view of home directory sizes. */
public final class HomeProjection {
    private HomeProjection() {}

    /** Projects an event of an owner; ignores events that are not about homes. */
    public static void apply(Envelope envelope, OwnerEvent event) {
        String owner = envelope.aggregate().owner().value();
        if (event instanceof HomesMoved moved) {
            move(owner, moved);
        } else if (event instanceof FormerHomesRemoved removed) {
            delete(owner, removed.host());
        } else if (event instanceof HomeEvent about) {
            apply(owner, about);
        }
    }

    private static void apply(String owner, HomeEvent event) {
        switch (event) {
            case HomesMeasured measured -> put(owner, measured);
            case HomesLost lost -> delete(owner, lost.host());
            case StorageRemoved removed -> delete(owner, removed.host());
        }
    }

    /** The size counts on the new host at once. */
    private static void move(String owner, HomesMoved moved) {
        HomeRow before = HomeRow.findById(new HomeRow.Key(owner, moved.from().value()));
        if (before != null && !moved.from().equals(moved.to())) {
            put(owner, new HomesMeasured(moved.to(), before.mebibytes, before.enforced));
            before.delete();
        }
    }

    private static void put(String owner, HomesMeasured measured) {
        HomeRow row = HomeRow.findById(new HomeRow.Key(owner, measured.host().value()));
        if (row == null) {
            row = new HomeRow();
            row.owner = owner;
            row.host = measured.host().value();
            row.mebibytes = measured.mebibytes();
            row.enforced = Boolean.TRUE.equals(measured.enforced());
            row.persist();
        } else {
            row.mebibytes = measured.mebibytes();
            row.enforced = Boolean.TRUE.equals(measured.enforced());
        }
    }

    private static void delete(String owner, HostName host) {
        HomeRow.deleteById(new HomeRow.Key(owner, host.value()));
    }
}
