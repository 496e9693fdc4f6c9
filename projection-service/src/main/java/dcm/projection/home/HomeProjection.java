package dcm.projection.home;

import dcm.contract.envelope.Envelope;
import dcm.contract.event.AccountEvent.HomeEvent;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.AccountEvent.HomesMeasured;
import dcm.contract.event.AccountEvent.StorageRemoved;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.HostName;

/** Builds the view of home directory sizes. */
public final class HomeProjection {
    private HomeProjection() {}

    /** Projects an event of an owner; ignores events that are not about homes. */
    public static void apply(Envelope envelope, OwnerEvent event) {
        if (event instanceof HomeEvent about) {
            apply(envelope.aggregate().owner().value(), about);
        }
    }

    private static void apply(String owner, HomeEvent event) {
        switch (event) {
            case HomesMeasured measured -> put(owner, measured);
            case HomesLost lost -> delete(owner, lost.host());
            case StorageRemoved removed -> delete(owner, removed.host());
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
