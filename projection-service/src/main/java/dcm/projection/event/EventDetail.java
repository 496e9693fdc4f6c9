package dcm.projection.event;

import dcm.contract.event.AccountEvent;
import dcm.contract.event.AccountEvent.LoginKeysPublished;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.CatalogEvent;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.DiskMeasured;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ContainerEvent.OperationProgressed;
import dcm.contract.event.ContainerEvent.Outcome;
import dcm.contract.event.ContainerEvent.PlacementRefused;
import dcm.contract.event.ContainerEvent.TerminalOpened;
import dcm.contract.event.Event;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HandOverEvent.AccountOffered;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.HomesMoveEvent.HomesCopyProgressed;
import dcm.contract.event.HomesMoveEvent.HomesMoveBegun;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.event.HomesMoveEvent.HomesReadFailed;
import dcm.contract.event.HomesMoveEvent.HomesReceived;
import dcm.contract.event.HostEvent;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.ImageEvent.ImageProgressed;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.event.ImageOrdered;
import dcm.contract.event.IntentFailure;
import dcm.contract.event.QuarantineEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an event says beyond its type, in a few words for its owner. */
public final class EventDetail {
    private EventDetail() {}

    /** The detail; null if the type of the event says everything. */
    public static @Nullable String of(Event event) {
        return switch (event) {
            case IntentFailure failure -> failure.detail();
            case PlacementRefused refused -> refused.detail();
            case ContainerPlaced placed ->
                "on host " + placed.host()
                        + (placed.recreation() != null && placed.recreation().emptyHomes()
                                ? ". The host of the home directories was removed; those that exist here are used, others are created empty"
                                : "");
            case OperationOrdered ordered -> ordered.operation().name().toLowerCase(Locale.ROOT) + " ordered";
            case ImportOrdered ordered ->
                (ordered.from() == null ? "" : "from " + ordered.from() + " ") + "as " + ordered.name();
            case ImageOrdered ordered -> "as " + ordered.name();
            case OperationProgressed progressed -> progressed.step();
            case DiskMeasured none -> null;
            case ImageProgressed progressed -> progressed.step();
            case ImageEvent done -> null;
            case ContainerRenamed renamed -> "to " + renamed.name();
            case TerminalOpened opened -> "as " + opened.user();
            case Outcome done -> null;
            case RemovalAdvanced advanced -> "now: " + advanced.step().name().toLowerCase(Locale.ROOT);
            case LoginKeysPublished published -> "of " + published.keys().host();
            case AccountEvent done -> null;
            case HomesMoveBegun begun ->
                "from " + begun.from() + " to " + begun.to().host();
            case HomesCopyProgressed progressed ->
                "Copied " + progressed.mebibytes() + " MiB"
                        + (progressed.problem() == null ? "" : ". The attempt failed: " + progressed.problem());
            case HomesReadFailed failed -> failed.problem();
            case HomesReceived received -> received.files() + " files, " + (received.bytes() >> 20) + " MiB";
            case HomesMoved moved -> moved.from().equals(moved.to()) ? "already on " + moved.to() : "to " + moved.to();
            case HomesMoveEvent done -> null;
            case HandOverBegun begun -> "to " + begun.to();
            case AccountOffered offered -> "to " + offered.to();
            case HandOverEvent done -> null;
            case CatalogEvent none -> null;
            case HostEvent none -> null;
            case QuarantineEvent none -> null;
        };
    }
}
