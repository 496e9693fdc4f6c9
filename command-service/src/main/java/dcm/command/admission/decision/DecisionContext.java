package dcm.command.admission.decision;

import dcm.command.placement.Cluster;
import dcm.command.placement.ContainerNeeds;
import dcm.command.placement.Hosts;
import dcm.command.placement.Placement;
import dcm.command.placement.Placement.Choice;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.preset.Preset;
import dcm.contract.preset.PresetName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import dcm.contract.snapshot.PresetSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The inputs of a decision other than the aggregate's state and the intent or report.
 *
 * @param now the time of the decision
 * @param known the registered hosts
 * @param catalog presets, groups and base images
 * @param silenceCountsFrom a host's silence counts only from this time, because admission itself may have been stopped
 *     before
 * @param underWay for each host, the number of containers placed there that its heartbeats do not include yet; immutable
 */
public record DecisionContext(
        Instant now,
        Hosts known,
        Catalog catalog,
        Instant silenceCountsFrom,
        AdmissionPolicy policy,
        Map<HostName, Integer> underWay) {

    /** A context in which no placement is under way. */
    public DecisionContext(
            Instant now, List<HostSnapshot> hosts, Catalog catalog, Instant silenceCountsFrom, AdmissionPolicy policy) {
        this(now, Hosts.of(hosts), catalog, silenceCountsFrom, policy, Map.of());
    }

    /** The registered hosts, also removed ones, by name. */
    public List<HostSnapshot> hosts() {
        return known.all();
    }

    /**
     * Chooses the host of a container, see {@link Placement#choose}. If only one can be chosen, such as the one with the owner's homes, the others are
     * examined only if it cannot run the container, to say why: there may be a thousand.
     */
    public Choice place(ContainerId container, ContainerNeeds needs, int count, Map<HostName, Integer> siblings) {
        return needs.onlyHost()
                .flatMap(this::host)
                .map(host -> Placement.choose(container, needs, count, siblings, clusterOf(host)))
                .filter(Choice.Chosen.class::isInstance)
                .orElseGet(() -> Placement.choose(container, needs, count, siblings, cluster()));
    }

    private Cluster cluster() {
        return new Cluster(
                known.present(),
                known.present().stream()
                        .filter(this::isSilent)
                        .map(HostSnapshot::name)
                        .collect(Collectors.toUnmodifiableSet()),
                underWay);
    }

    private Cluster clusterOf(HostSnapshot host) {
        return new Cluster(
                List.of(host),
                isSilent(host) ? Set.of(host.name()) : Set.of(),
                Map.of(host.name(), underWay.getOrDefault(host.name(), 0)));
    }

    /** This context after another container was placed on a host. */
    public DecisionContext placing(HostName host) {
        Map<HostName, Integer> more = new HashMap<>(underWay);
        more.merge(host, 1, Integer::sum);
        return new DecisionContext(now, known, catalog, silenceCountsFrom, policy, Map.copyOf(more));
    }

    /** The preset, if it exists and is not retired. */
    public Optional<Preset> preset(PresetName name) {
        return catalog.preset(name).filter(preset -> !preset.retired()).map(PresetSnapshot::preset);
    }

    /** The names of the base images that a host offers and this account may use. */
    public Set<ImageName> offered(AccountSnapshot account) {
        return known.baseImages().stream()
                .filter(name -> catalog.offers(name, account))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The names of all base images that a host offers. */
    public Stream<ImageName> baseImages() {
        return known.baseImages().stream();
    }

    /** The host if it has a recent heartbeat. */
    public Optional<HostSnapshot> liveHost(HostName name) {
        return host(name).filter(host -> !isSilent(host));
    }

    /** The hosts with a recent heartbeat. */
    public List<HostSnapshot> liveHosts() {
        return known.present().stream().filter(host -> !isSilent(host)).toList();
    }

    /**
     * The host if its engine is in use: it has a recent heartbeat, also one that was refused. A refused heartbeat with another
     * engine does not count.
     */
    public Optional<HostSnapshot> reportingHost(HostName name) {
        return host(name).filter(host -> !isSilent(host) || isRefusedNow(host) && !host.hasOtherEngine());
    }

    private boolean isRefusedNow(HostSnapshot host) {
        return host.refusal() != null && host.refusal().isPresent(now);
    }

    /** The host if it has no recent heartbeat that was accepted. */
    public Optional<HostSnapshot> silentHost(HostName name) {
        return host(name).filter(this::isSilent);
    }

    /** A host that is not removed. */
    public Optional<HostSnapshot> host(HostName name) {
        return known.find(name).filter(host -> host.removedAt() == null);
    }

    /** The live hosts on which containers may be placed. */
    public List<HostSnapshot> openHosts() {
        return liveHosts().stream().filter(host -> host.cordon() == null).toList();
    }

    /** The cordon of a host; empty if containers may be placed on it. */
    public Optional<Cordon> cordon(HostName name) {
        return known.find(name).map(HostSnapshot::cordon);
    }

    private boolean isSilent(HostSnapshot host) {
        Instant lastSeen = host.lastSeen().isAfter(silenceCountsFrom) ? host.lastSeen() : silenceCountsFrom;
        return lastSeen.plus(host.maxSilence()).isBefore(now);
    }

    /** The deadline for a long order, decided now, which may also wait before it begins. */
    public Instant longDeadline() {
        return now.plus(policy.longOrderTime());
    }

    /** The time before which an order that is decided now must begin. */
    public Instant deadline() {
        return now.plus(policy.orderTime());
    }
}
