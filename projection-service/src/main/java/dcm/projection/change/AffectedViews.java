package dcm.projection.change;

import dcm.contract.envelope.Message;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.AccountEvent.HomeEvent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerCommitted;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.DiskMeasured;
import dcm.contract.event.ContainerEvent.OperationProgressed;
import dcm.contract.event.ContainerEvent.TerminalOpened;
import dcm.contract.event.Event;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.ImageEvent.ImageProgressed;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import dcm.projection.change.ChangedView.Kind;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Determines which views of an owner an event changes. */
public final class AffectedViews {
    private final OwnerName owner;
    private final Set<ChangedView> changed = new LinkedHashSet<>();

    private AffectedViews(OwnerName owner) {
        this.owner = owner;
    }

    /** The view of a recorded intent. */
    public static ChangedView ofIntent(OwnerName owner, String intent) {
        return new ChangedView(Kind.INTENT, owner, intent);
    }

    /**
     * The views that an owner's event changes.
     *
     * @param digest the image of the container that the event is about; null for other events
     * @param host where the container was before the event; null if it was on none, and for other events
     */
    public static Set<ChangedView> of(
            Message<? extends Event> message, OwnerEvent event, @Nullable String digest, @Nullable HostName host) {
        AffectedViews views = new AffectedViews(message.envelope().aggregate().owner());
        if (event.intent() != null) {
            views.add(Kind.INTENT, event.intent().value());
        }
        switch (event) {
            case ContainerEvent about -> views.container(about, digest, host);
            case ImageEvent about -> views.image(about);
            case HandOverReceived received -> views.image(received.image());
            case HandOverEvent about -> views.changed.add(ChangedView.quota(views.owner));
            case HomesMoveEvent about -> views.changed.add(ChangedView.quota(views.owner));
            case HomeEvent about -> views.changed.add(ChangedView.quota(views.owner));
            case AccountEvent about -> {} // the new snapshot of the account is the change
            case IntentRejected rejected -> {}
        }
        return views.changed;
    }

    private void add(Kind kind, String id) {
        changed.add(new ChangedView(kind, owner, id));
    }

    private void container(ContainerEvent event, @Nullable String digest, @Nullable HostName host) {
        switch (event) {
            case OperationProgressed progressed -> {}
            case CommitOrdered ordered -> changed.add(ChangedView.quota(owner));
            case ContainerCommitted committed -> image(committed.image());
            case DiskMeasured measured -> add(Kind.CONTAINER, event.container().value());
            case TerminalOpened opened -> add(Kind.CONTAINER, event.container().value());
            case ContainerRenamed renamed -> {
                add(Kind.CONTAINER, event.container().value());
                add(Kind.PORTS, event.container().value());
                used(digest);
            }
            case ContainerEvent changing -> {
                state(changing, digest);
                use(changing, host);
            }
        }
    }

    private void state(ContainerEvent event, @Nullable String digest) {
        add(Kind.CONTAINER, event.container().value());
        if (event.leavesHost()) {
            add(Kind.FORMER_PORTS, event.container().value());
        }
        if (event.endsContainer() || event instanceof ContainerStarted || event instanceof ContainerLost) {
            add(Kind.PORTS, event.container().value());
        }
        if (event.endsContainer()
                || event instanceof ContainerStarted
                || event instanceof ContainerLost
                || event instanceof ContainerPlaced) {
            used(digest);
        }
        changed.add(ChangedView.quota(owner));
    }

    /** What the containers on the hosts use. */
    private void use(ContainerEvent event, @Nullable HostName host) {
        if (host != null) {
            changed.add(ChangedView.host(host));
        }
        if (event instanceof ContainerPlaced placed) {
            changed.add(ChangedView.host(placed.host()));
        }
    }

    private void used(@Nullable String digest) {
        if (digest != null) {
            add(Kind.IMAGE_USE, digest);
        }
    }

    private void image(ImageEvent event) {
        if (!(event instanceof ImageProgressed) && !(event instanceof ImagePromoted)) {
            image(event.image());
        }
    }

    private void image(ImageId image) {
        add(Kind.IMAGE, image.value());
        changed.add(ChangedView.quota(owner));
    }
}
