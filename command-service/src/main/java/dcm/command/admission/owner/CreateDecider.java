package dcm.command.admission.owner;

import dcm.command.admission.DecisionContext;
import dcm.command.admission.owner.OwnerState.Account;
import dcm.command.placement.ImageSource;
import dcm.command.placement.Placement;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.Batch;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.Settings;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.order.ContainerSpec;
import dcm.contract.preset.Preset;
import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;
import dcm.contract.quota.ResourceUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides whether a container is created, and on which host. */
final class CreateDecider {
    private CreateDecider() {}

    static List<OwnerEvent> decide(
            OwnerState state, Account account, IntentId id, CreateContainer create, DecisionContext context) {
        @Nullable Preset preset = null;
        if (create.preset() != null) {
            Optional<Preset> usable = usable(account, create.preset(), context);
            if (usable.isEmpty()) {
                return Rejections.presetNotGranted(id, create.preset(), usable(account, context));
            }
            preset = usable.get();
        }
        return decide(state, account, id, create, preset, context);
    }

    private static Optional<Preset> usable(Account account, PresetName name, DecisionContext context) {
        return context.catalog().grant(account.snapshot(), name, context.now()).flatMap(grant -> context.preset(name));
    }

    private static List<PresetName> usable(Account account, DecisionContext context) {
        return context.catalog().granted(account.snapshot(), context.now()).stream()
                .filter(name -> context.preset(name).isPresent())
                .toList();
    }

    private static List<OwnerEvent> decide(
            OwnerState state,
            Account account,
            IntentId id,
            CreateContainer create,
            @Nullable Preset preset,
            DecisionContext context) {
        PresetOptions options = preset == null ? PresetOptions.NONE : preset.options();
        Optional<String> fixed = ResourceLimits.askedBesides(create, options);
        if (preset != null && fixed.isPresent()) {
            return Rejections.presetFixed(id, preset.name(), fixed.get());
        }
        Limits limits = ResourceLimits.limits(create, options, context.policy().defaults());
        if (context.hosts().isEmpty()) {
            return Rejections.noHost(id, 0);
        }
        Optional<ImageSource> source = source(state, create.image(), context);
        if (source.isEmpty()) {
            return Rejections.unknownImage(id, create.image(), state, context);
        }
        List<ContainerName> names = names(state, create);
        Optional<ContainerName> taken = names.stream().filter(state::hasNamed).findFirst();
        if (taken.isPresent()) {
            return Rejections.nameTaken(id, taken.get());
        }
        List<RequestedContainer> all = names.stream()
                .map(name ->
                        new RequestedContainer(source.get(), name, limits, create.ports(), create.settings(), preset))
                .toList();
        Optional<ContainerState> tooLarge = state.indexed().anyTooLarge();
        if (tooLarge.isPresent()) {
            return Rejections.tooLarge(id, tooLarge.get());
        }
        return portRejection(id, create.ports(), context)
                .or(() -> QuotaUsage.of(state, context)
                        .shortage(ResourceUsage.of(limits, create.ports().size(), options, true)
                                .times(all.size())
                                .plus(QuotaUsage.ANY_HOME))
                        .map(shortage -> Rejections.quota(id, shortage)))
                .or(() -> create.batch() == null
                        ? placeOne(state, account, id, all.getFirst(), context)
                        : placeAll(state, account, id, all, context))
                .orElseGet(() -> Optional.ofNullable(account.homeHost())
                        .flatMap(home -> context.cordon(home).map(cordon -> Rejections.cordoned(id, home, cordon)))
                        .orElseGet(() -> Rejections.noHost(id, context.hosts().size())));
    }

    private static Optional<List<OwnerEvent>> placeOne(
            OwnerState state, Account account, IntentId id, RequestedContainer asked, DecisionContext context) {
        ContainerId container = ContainerId.of(id);
        HostName home = homeHost(state, account, container, context);
        return place(id, container, asked, home, 1, Set.of(), null, context).map(List::of);
    }

    /** Places all containers of a batch on one host, because they find each other by name in a network of that host. */
    private static Optional<List<OwnerEvent>> placeAll(
            OwnerState state, Account account, IntentId id, List<RequestedContainer> all, DecisionContext context) {
        List<OwnerEvent> placed = new ArrayList<>();
        @Nullable HostName host = homeHost(state, account, ContainerId.of(id, 1), context);
        for (RequestedContainer asked : all) {
            ContainerId container = ContainerId.of(id, placed.size() + 1);
            Optional<ContainerPlaced> one = place(id, container, asked, host, 1, Set.of(), all.size(), context);
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
        Account account = state.account();
        ContainerSpec spec = refused.spec();
        return account == null
                ? Optional.empty()
                : place(
                                id,
                                refused.id(),
                                new RequestedContainer(
                                        source(state, spec, context),
                                        spec.name(),
                                        spec.limits(),
                                        spec.ports(),
                                        spec.settings(),
                                        spec.preset()),
                                homeHost(state, account, refused.id(), context),
                                refused.ordered() + 1,
                                refused.refusedBy(),
                                null,
                                context)
                        .map(List::of);
    }

    /** Places a transferred container, based on the transferred image; empty if no host can take it. */
    static Optional<List<OwnerEvent>> placeTransferred(
            OwnerState state, IntentId id, ContainerSpec spec, ImageState image, DecisionContext context) {
        ContainerId container = ContainerId.of(id);
        RequestedContainer asked = new RequestedContainer(
                source(image).orElseThrow(), spec.name(), spec.limits(), spec.ports(), spec.settings(), spec.preset());
        HostName home = homeHost(state, state.open(), container, context);
        return place(id, container, asked, home, 1, Set.of(), null, context).map(List::of);
    }

    /** The requested properties of a container, independent of the host. */
    private record RequestedContainer(
            ImageSource image,
            ContainerName name,
            Limits limits,
            List<ContainerPort> ports,
            Settings settings,
            @Nullable Preset preset) {}

    /**
     * The source of an image. If a name without a tag matches several of the owner's images, {@code latest} is used,
     * otherwise the last in alphabetical order.
     */
    private static Optional<ImageSource> source(OwnerState state, ImageName name, DecisionContext context) {
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
                .flatMap(CreateDecider::source);
    }

    private static Optional<ImageSource> source(ImageState own) {
        return own.image().map(image -> new ImageSource.Own(image, own.host()));
    }

    /** The source of the image of a container that was placed before. */
    private static ImageSource source(OwnerState state, ContainerSpec spec, DecisionContext context) {
        return state.images().values().stream()
                .filter(image -> spec.image().digest().equals(image.digest()))
                .findFirst()
                .flatMap(CreateDecider::source)
                .orElseGet(() -> new ImageSource.Base(
                        spec.image().name(), context.offered(state.open().snapshot())));
    }

    private static Optional<ContainerPlaced> place(
            IntentId id,
            ContainerId container,
            RequestedContainer asked,
            @Nullable HostName home,
            int number,
            Set<HostName> refusedBy,
            @Nullable Integer batch,
            DecisionContext context) {
        return Placement.choose(container, asked.image(), context.openHosts(), home, refusedBy)
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
                        asked.settings(),
                        batch,
                        asked.preset()));
    }

    /**
     * The host that a container must use: the one with the owner's homes or, before any container has started, the one
     * of the owner's other containers. Null if any host will do.
     */
    private static @Nullable HostName homeHost(
            OwnerState state, Account account, ContainerId container, DecisionContext context) {
        if (context.policy().sharedStorage()) {
            return null;
        }
        return account.homeHost() != null
                ? account.homeHost()
                : state.all().stream()
                        .filter(other -> !other.id().equals(container))
                        .map(ContainerState::host)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    private static Optional<List<OwnerEvent>> portRejection(
            IntentId id, List<ContainerPort> ports, DecisionContext context) {
        List<String> objections = ports.stream()
                .flatMap(port -> context.policy().ports().objection(port.number(), context.hosts()).stream())
                .distinct()
                .toList();
        return objections.isEmpty() ? Optional.empty() : Optional.of(Rejections.portsReserved(id, objections));
    }

    private static List<ContainerName> names(OwnerState state, CreateContainer create) {
        Batch batch = create.batch();
        if (batch != null && batch.namePattern() != null) {
            return IntStream.rangeClosed(1, batch.count()).mapToObj(batch::name).toList();
        }
        return create.name() != null
                ? List.of(create.name())
                : freeNames(state, create.image())
                        .limit(batch == null ? 1 : batch.count())
                        .toList();
    }

    private static Stream<ContainerName> freeNames(OwnerState state, ImageName image) {
        String repository = image.repository();
        String stem = repository.substring(repository.lastIndexOf('/') + 1).replaceAll("[^a-z0-9]+", "-");
        String word = Character.isLetter(stem.charAt(0)) ? stem : "c-" + stem;
        String base = word.substring(0, Math.min(word.length(), 40));
        return IntStream.iterate(1, n -> n + 1)
                .mapToObj(n -> new ContainerName(base + "-" + n))
                .filter(name -> !state.hasNamed(name));
    }
}
