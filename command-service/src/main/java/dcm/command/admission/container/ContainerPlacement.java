package dcm.command.admission.container;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.placement.ImageSource;
import dcm.command.placement.Placement;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.Settings;
import dcm.contract.preset.Preset;
import dcm.contract.snapshot.HostSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Places containers on hosts: those of a create, one that a host refused, and one that was transferred. Empty if no host
 * can run the container.
 */
public final class ContainerPlacement {
    private ContainerPlacement() {}

    /** The requested properties of a container, independent of the host. */
    record RequestedContainer(
            ImageSource image,
            ContainerName name,
            Limits limits,
            List<ContainerPort> ports,
            @Nullable String address,
            Settings settings,
            @Nullable Preset preset) {

        /** The hosts with the requested address. */
        List<HostSnapshot> usable(List<HostSnapshot> hosts) {
            return hosts.stream()
                    .filter(host -> address == null || host.report().aliases().contains(address))
                    .toList();
        }
    }

    static Optional<List<OwnerEvent>> placeOne(
            OwnerState state, IntentId id, RequestedContainer asked, DecisionContext context) {
        ContainerId container = ContainerId.of(id);
        HostName home = homeHost(state, container, context);
        return place(id, container, asked, home, 1, Set.of(), List.of(), context)
                .map(List::of);
    }

    /** Places all containers of a batch on one host, because they find each other by name in a network of that host. */
    static Optional<List<OwnerEvent>> placeAll(
            OwnerState state, IntentId id, List<RequestedContainer> all, DecisionContext context) {
        List<OwnerEvent> placed = new ArrayList<>();
        List<ContainerName> names = all.stream().map(RequestedContainer::name).toList();
        @Nullable HostName host = homeHost(state, ContainerId.of(id, 1), context);
        for (RequestedContainer asked : all) {
            ContainerId container = ContainerId.of(id, placed.size() + 1);
            Optional<ContainerPlaced> one = place(id, container, asked, host, 1, Set.of(), names, context);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            host = one.get().host();
            placed.add(one.get());
        }
        return Optional.of(placed);
    }

    /** Places a container on another host after one has refused it; empty if none can take it. */
    static Optional<List<OwnerEvent>> placeAgain(
            OwnerState state, ContainerState refused, IntentId id, DecisionContext context) {
        ContainerSpec spec = refused.spec();
        return place(
                        id,
                        refused.id(),
                        new RequestedContainer(
                                source(state, spec, context),
                                spec.name(),
                                spec.limits(),
                                spec.ports(),
                                spec.address(),
                                spec.settings(),
                                spec.preset()),
                        homeHost(state, refused.id(), context),
                        refused.ordered() + 1,
                        refused.refusedBy(),
                        List.of(),
                        context)
                .map(List::of);
    }

    /** Places a transferred container, based on the transferred image; empty if no host can take it. */
    public static Optional<List<OwnerEvent>> placeTransferred(
            OwnerState state, IntentId id, ContainerSpec spec, ImageState image, DecisionContext context) {
        ContainerId container = ContainerId.of(id);
        RequestedContainer asked = new RequestedContainer(
                source(image).orElseThrow(),
                spec.name(),
                spec.limits(),
                spec.ports(),
                null,
                spec.settings(),
                spec.preset());
        HostName home = homeHost(state, container, context);
        return place(id, container, asked, home, 1, Set.of(), List.of(), context)
                .map(List::of);
    }

    /**
     * The source of an image. If a name without a tag matches several of the owner's images, {@code latest} is used,
     * otherwise the last in alphabetical order.
     */
    static Optional<ImageSource> source(OwnerState state, ImageName name, DecisionContext context) {
        List<ImageState> own = state.usable(name);
        if (own.isEmpty()) {
            Set<ImageName> offered = context.offered(state.open().snapshot());
            return offered.stream().anyMatch(name::means)
                    ? Optional.of(new ImageSource.Base(name, offered))
                    : Optional.empty();
        }
        return own.stream()
                .filter(image -> image.name().equals(name.tagged()))
                .findFirst()
                .or(() -> Optional.of(own.getLast()))
                .flatMap(ContainerPlacement::source);
    }

    private static Optional<ImageSource> source(ImageState own) {
        return own.image().map(image -> new ImageSource.Own(image, own.host()));
    }

    /** The source of the image of a container that was placed before. */
    private static ImageSource source(OwnerState state, ContainerSpec spec, DecisionContext context) {
        return state.images().values().stream()
                .filter(image -> spec.image().digest().equals(image.digest()))
                .findFirst()
                .flatMap(ContainerPlacement::source)
                .orElseGet(() -> new ImageSource.Base(
                        spec.image().name(), context.offered(state.open().snapshot())));
    }

    /** @param batchNames see {@link ContainerPlaced#batchNames()} */
    private static Optional<ContainerPlaced> place(
            IntentId id,
            ContainerId container,
            RequestedContainer asked,
            @Nullable HostName home,
            int number,
            Set<HostName> refusedBy,
            List<ContainerName> batchNames,
            DecisionContext context) {
        return Placement.choose(container, asked.image(), asked.usable(context.openHosts()), home, refusedBy)
                .map(host -> new ContainerPlaced(
                        id,
                        container,
                        asked.name(),
                        asked.image().on(host).orElseThrow(),
                        asked.limits(),
                        host.name(),
                        host.partition(),
                        number,
                        context.deadline(),
                        asked.ports(),
                        asked.address(),
                        asked.settings(),
                        batchNames.isEmpty() ? null : batchNames.size(),
                        asked.preset(),
                        batchNames));
    }

    /**
     * The host that a container must use: the one with the owner's homes or, before any container has started, the one
     * of the owner's other containers. Null if any host will do.
     */
    static @Nullable HostName homeHost(OwnerState state, ContainerId container, DecisionContext context) {
        if (context.policy().sharedStorage()) {
            return null;
        }
        HostName home = state.open().homeHost();
        return home != null
                ? home
                : state.all().stream()
                        .filter(other -> !other.id().equals(container))
                        .map(ContainerState::host)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }
}
