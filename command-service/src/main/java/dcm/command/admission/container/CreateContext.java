package dcm.command.admission.container;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.QuotaUsage;
import dcm.command.admission.state.OwnerState;
import dcm.command.placement.ImageSource;
import dcm.contract.identity.Batch;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.preset.Preset;
import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.snapshot.HostSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request to create containers, with what follows from the owner's state and the context.
 *
 * @param source where the image comes from; null if the owner may not use such an image
 * @param preset null if the request names none, or one that the owner may not use
 */
record CreateContext(
        OwnerState state,
        IntentId id,
        CreateContainer intent,
        DecisionContext context,
        @Nullable Preset preset,
        @Nullable ImageSource source) {
    static CreateContext of(OwnerState state, IntentId id, CreateContainer intent, DecisionContext context) {
        return new CreateContext(
                state,
                id,
                intent,
                context,
                usable(state, intent.preset(), context).orElse(null),
                ImageSources.named(state, intent.image(), context).orElse(null));
    }

    private static Optional<Preset> usable(OwnerState state, @Nullable PresetName name, DecisionContext context) {
        return Optional.ofNullable(name)
                .flatMap(known -> context.catalog()
                        .grant(state.open().snapshot(), known, context.now())
                        .flatMap(grant -> context.preset(known)));
    }

    /** The names of the presets that the owner may use. */
    List<PresetName> usablePresets() {
        return context.catalog().granted(state.open().snapshot(), context.now()).stream()
                .filter(name -> context.preset(name).isPresent())
                .toList();
    }

    PlacementRequest placement() {
        return intent.placement() == null ? PlacementRequest.ANY : intent.placement();
    }

    PresetOptions options() {
        return preset == null ? PresetOptions.NONE : preset.options();
    }

    Limits limits() {
        return ResourceLimits.limits(intent, options(), context.policy().defaults());
    }

    /** What the containers use together. */
    ResourceUsage usage() {
        return ResourceUsage.of(limits(), intent.ports().size(), options(), true)
                .times(intent.batch() == null ? 1 : intent.batch().count())
                .plus(QuotaUsage.ANY_HOME);
    }

    /** The names of the containers, in order: as requested, or free ones after the image. */
    List<ContainerName> names() {
        Batch batch = intent.batch();
        if (batch != null && batch.namePattern() != null) {
            return IntStream.rangeClosed(1, batch.count()).mapToObj(batch::name).toList();
        }
        return intent.name() != null
                ? List.of(intent.name())
                : freeNames().limit(batch == null ? 1 : batch.count()).toList();
    }

    /** The addresses on which the containers can publish ports, of all hosts that can be used; empty if there is no host. */
    List<String> addresses() {
        return usableHosts()
                .flatMap(host -> host.report().aliases().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * The number of addresses that may be free: on each of the others one of the owner's containers publishes a requested
     * port. Of the host with the most, or of all hosts if the containers must be apart. The host decides, because only it
     * knows the ports of others.
     */
    int freeAddresses() {
        int[] free = usableHosts().mapToInt(this::freeAddresses).toArray();
        if (free.length == 0) {
            return Integer.MAX_VALUE;
        }
        return placement().isApart()
                ? IntStream.of(free).sum()
                : IntStream.of(free).max().getAsInt();
    }

    private int freeAddresses(HostSnapshot host) {
        if (intent.address() != null) {
            return 1;
        }
        int publishers = intent.ports().stream()
                .mapToInt(port -> publishers(host, port))
                .max()
                .orElse(0);
        return Math.max(0, host.report().aliases().size() - publishers);
    }

    private int publishers(HostSnapshot host, ContainerPort port) {
        return (int) state.all().stream()
                .filter(other -> other.host().equals(host.name()) && !other.hasNoHost())
                .filter(other -> other.spec().ports().contains(port))
                .count();
    }

    private Stream<HostSnapshot> usableHosts() {
        HostName home = ContainerPlacement.homeHost(state, ContainerId.of(id), context);
        return context.hosts().stream()
                .filter(host -> host.removedAt() == null)
                .filter(host -> home == null || host.name().equals(home))
                .filter(host -> placement().host() == null
                        || host.name().equals(placement().host()))
                .filter(host -> host.labels().containsAll(placement().on()));
    }

    private Stream<ContainerName> freeNames() {
        String repository = intent.image().repository();
        String stem = repository.substring(repository.lastIndexOf('/') + 1).replaceAll("[^a-z0-9]+", "-");
        String word = Character.isLetter(stem.charAt(0)) ? stem : "c-" + stem;
        String base = word.substring(0, Math.min(word.length(), 40));
        return IntStream.iterate(1, n -> n + 1)
                .mapToObj(n -> new ContainerName(base + "-" + n))
                .filter(name -> !state.hasNamed(name));
    }
}
