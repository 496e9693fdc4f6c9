package dcm.command.admission.container;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.placement.ContainerNeeds;
import dcm.command.placement.ImageSource;
import dcm.command.placement.Placement.Choice;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.Recreation;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.identity.Settings;
import dcm.contract.intent.HandOverIntent.CompleteHandOver;
import dcm.contract.preset.Preset;
import dcm.contract.problem.HostRefusal;
import dcm.contract.snapshot.HostSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Places containers on hosts: those of a create, one that a host refused, one that was transferred, and one that was lost.
 */
public final class ContainerPlacement {
    private ContainerPlacement() {}

    /** The placed containers, or why each host cannot run them. */
    sealed interface Result {
        record Placed(List<OwnerEvent> events) implements Result {}

        record NoHost(List<HostRefusal> hosts) implements Result {}
    }

    /** The requested properties of a container, independent of the host. */
    record RequestedContainer(
            ImageSource image,
            ContainerName name,
            Limits limits,
            List<ContainerPort> ports,
            @Nullable String address,
            Settings settings,
            @Nullable Preset preset,
            @Nullable PlacementRequest placement) {

        ContainerNeeds needs(@Nullable HostName home, List<HostRefusal> refusals, Map<HostName, Integer> owned) {
            return new ContainerNeeds(
                    image,
                    limits,
                    address,
                    placement == null ? PlacementRequest.ANY : placement,
                    home,
                    refusals,
                    owned);
        }
    }

    /** The order that creates a container, and the names of its batch, see {@link ContainerPlaced#batchNames()}. */
    private record CreateOrder(
            IntentId intent,
            int number,
            List<ContainerName> batchNames,
            @Nullable Recreation recreation) {
        CreateOrder(IntentId intent, int number, List<ContainerName> batchNames) {
            this(intent, number, batchNames, null);
        }
    }

    static Result placeOne(OwnerState state, IntentId id, RequestedContainer asked, DecisionContext context) {
        ContainerId container = ContainerId.of(id);
        ContainerNeeds needs = needs(state, container, asked, List.of(), context);
        return place(new CreateOrder(id, 1, List.of()), container, asked, needs, context);
    }

    /**
     * Places the containers of a batch, unless the request says otherwise on one host, because they find each other by
     * name in a network of that host.
     */
    static Result placeAll(OwnerState state, IntentId id, List<RequestedContainer> all, DecisionContext context) {
        CreateOrder order = new CreateOrder(
                id, 1, all.stream().map(RequestedContainer::name).toList());
        PlacementRequest request = all.getFirst().placement();
        return request != null && request.isApart()
                ? placeApart(state, order, all, context)
                : placeTogether(state, order, all, context);
    }

    private static Result placeTogether(
            OwnerState state, CreateOrder order, List<RequestedContainer> all, DecisionContext context) {
        ContainerId first = ContainerId.of(order.intent(), 1);
        ContainerNeeds needs = needs(state, first, all.getFirst(), List.of(), context);
        return switch (context.place(first, needs, all.size(), Map.of())) {
            case Choice.NoHost none -> new Result.NoHost(none.hosts());
            case Choice.Chosen chosen ->
                new Result.Placed(IntStream.rangeClosed(1, all.size())
                        .<OwnerEvent>mapToObj(n -> placed(
                                order, ContainerId.of(order.intent(), n), all.get(n - 1), chosen.host(), context))
                        .toList());
        };
    }

    /** Homes are shared, or the request was rejected before. */
    private static Result placeApart(
            OwnerState state, CreateOrder order, List<RequestedContainer> all, DecisionContext context) {
        List<OwnerEvent> placed = new ArrayList<>();
        Map<HostName, Integer> siblings = new HashMap<>();
        Map<HostName, Integer> owned = new HashMap<>(state.indexed().countByHost());
        DecisionContext current = context;
        for (RequestedContainer asked : all) {
            ContainerId container = ContainerId.of(order.intent(), placed.size() + 1);
            switch (current.place(container, asked.needs(null, List.of(), owned), 1, siblings)) {
                case Choice.NoHost none -> {
                    return new Result.NoHost(none.hosts());
                }
                case Choice.Chosen chosen -> {
                    HostName host = chosen.host().name();
                    siblings.merge(host, 1, Integer::sum);
                    owned.merge(host, 1, Integer::sum);
                    current = current.placing(host);
                    placed.add(placed(order, container, asked, chosen.host(), context));
                }
            }
        }
        return new Result.Placed(placed);
    }

    /**
     * Places a container on another host after one has refused it.
     *
     * @param operation that was refused: whether the container is new or was lost
     */
    static Result placeAgain(
            OwnerState state, ContainerState refused, Operation operation, IntentId id, DecisionContext context) {
        ContainerSpec spec = refused.spec();
        RequestedContainer asked = new RequestedContainer(
                ImageSources.ofPlaced(state, spec, context),
                spec.name(),
                spec.limits(),
                spec.ports(),
                spec.address(),
                spec.settings(),
                spec.preset(),
                refused.placement());
        Recreation recreation = operation == Operation.RECREATE ? recreation(state, context) : null;
        CreateOrder order = new CreateOrder(id, refused.ordered() + 1, List.of(), recreation);
        return place(
                order, refused.id(), asked, needs(state, refused.id(), asked, refused.refusals(), context), context);
    }

    /**
     * Places a lost container again under its id. As long as its host is not removed, it goes there, because that host
     * may still have it, or create it late. Otherwise, a host and an address that only the removed host had are no
     * longer requested.
     */
    static Result placeLost(
            OwnerState state, ContainerState lost, ImageSource image, IntentId id, DecisionContext context) {
        ContainerSpec spec = lost.spec();
        PlacementRequest request = lost.placement();
        RequestedContainer asked = new RequestedContainer(
                image,
                spec.name(),
                spec.limits(),
                spec.ports(),
                lost.hasNoHost() ? null : spec.address(),
                spec.settings(),
                spec.preset(),
                request == null || !lost.hasNoHost()
                        ? request
                        : new PlacementRequest(null, request.on(), request.spread()));
        CreateOrder order = new CreateOrder(id, lost.ordered() + 1, List.of(), recreation(state, context));
        ContainerNeeds needs = needs(state, lost.id(), asked, List.of(), context);
        return place(order, lost.id(), asked, lost.hasNoHost() ? needs : needs.only(lost.host()), context);
    }

    /** Home directories that hosts do not share are lost with the home host. */
    private static Recreation recreation(OwnerState state, DecisionContext context) {
        return new Recreation(!context.policy().sharedStorage() && state.open().homeHost() == null);
    }

    /** Places a transferred container, based on the transferred image; empty if no host can take it. */
    public static Optional<List<OwnerEvent>> placeTransferred(
            OwnerState state, IntentId id, ContainerSpec spec, ImageState image, DecisionContext context) {
        ContainerId container = ContainerId.of(id);
        RequestedContainer asked = new RequestedContainer(
                ImageSources.ofOwn(image, context).orElseThrow(),
                spec.name(),
                spec.limits(),
                spec.ports(),
                null,
                spec.settings(),
                spec.preset(),
                null);
        ContainerNeeds needs = needs(state, container, asked, List.of(), context);
        return switch (place(new CreateOrder(id, 1, List.of()), container, asked, needs, context)) {
            case Result.Placed placed -> Optional.of(placed.events());
            case Result.NoHost none -> Optional.empty();
        };
    }

    private static Result place(
            CreateOrder order,
            ContainerId container,
            RequestedContainer asked,
            ContainerNeeds needs,
            DecisionContext context) {
        return switch (context.place(container, needs, 1, Map.of())) {
            case Choice.NoHost none -> new Result.NoHost(none.hosts());
            case Choice.Chosen chosen ->
                new Result.Placed(List.of(placed(order, container, asked, chosen.host(), context)));
        };
    }

    private static ContainerPlaced placed(
            CreateOrder order,
            ContainerId container,
            RequestedContainer asked,
            HostSnapshot host,
            DecisionContext context) {
        return new ContainerPlaced(
                order.intent(),
                container,
                asked.name(),
                asked.image().on(host).orElseThrow(),
                asked.limits(),
                host.name(),
                host.partition(),
                order.number(),
                context.deadline(),
                asked.ports(),
                asked.address(),
                asked.settings(),
                order.batchNames().isEmpty() ? null : order.batchNames().size(),
                asked.preset(),
                order.batchNames(),
                asked.placement(),
                order.recreation());
    }

    /** A host that still has to delete former homes of the owner would delete new ones, too. */
    private static ContainerNeeds needs(
            OwnerState state,
            ContainerId container,
            RequestedContainer asked,
            List<HostRefusal> refusals,
            DecisionContext context) {
        Stream<HostRefusal> deleting = state.open().homesMoves().hosts().stream()
                .sorted()
                .map(host -> new HostRefusal(
                        host, HostRefusal.Reason.NOT_HOME_HOST, "still has to delete your former home directories"));
        return asked.needs(
                homeHost(state, container, context),
                Stream.concat(deleting, refusals.stream()).toList(),
                // Without this container, if it is placed again.
                state.indexed().without(container).countByHost());
    }

    /**
     * The host that a container must use: the one with the owner's homes or, before any container has started, the one
     * of the owner's other containers, or of those that another owner hands over. Null if any host will do.
     *
     * @param container does not count; null: all count
     */
    public static @Nullable HostName homeHost(
            OwnerState state, @Nullable ContainerId container, DecisionContext context) {
        if (context.policy().sharedStorage()) {
            return null;
        }
        HostName home = state.open().homeHost();
        return home != null
                ? home
                : state.all().stream()
                        .filter(other -> !other.id().equals(container) && !other.hasNoHost())
                        .map(ContainerState::host)
                        .min(Comparator.naturalOrder())
                        .or(() -> state.transfers().incoming().stream()
                                .filter(incoming -> incoming.item().container() != null
                                        && !ContainerId.of(CompleteHandOver.id(incoming.handOver()))
                                                .equals(container))
                                .map(incoming -> incoming.item().host())
                                .min(Comparator.naturalOrder()))
                        .orElse(null);
    }
}
