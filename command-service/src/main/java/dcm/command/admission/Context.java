package dcm.command.admission;

import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageName;
import dcm.contract.preset.Preset;
import dcm.contract.preset.PresetName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import dcm.contract.snapshot.PresetSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a decision may depend on besides the aggregate's state and the input.
 *
 * @param now the time of the decision
 * @param hosts the registered hosts
 * @param catalog presets and groups
 * @param silenceCountsFrom admission has heard every host since then; a silence that began before may be its own
 */
public record Context(
        Instant now, List<HostSnapshot> hosts, Catalog catalog, Instant silenceCountsFrom, Policy policy) {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    public Context {
        hosts = List.copyOf(hosts);
    }

    /** The preset as containers can be made with it; empty if there is none, or it is retired. */
    public Optional<Preset> preset(PresetName name) {
        return catalog.preset(name).filter(preset -> !preset.retired()).map(PresetSnapshot::preset);
    }

    /** The names of the images that some host offers to an account. */
    public Set<ImageName> offered(AccountSnapshot account) {
        return baseImages().filter(name -> catalog.offers(name, account)).collect(Collectors.toUnmodifiableSet());
    }

    /** The names of the images that some host has for all or some. */
    public Stream<ImageName> baseImages() {
        return hosts.stream()
                .flatMap(host -> host.report().baseImages().stream())
                .map(Image::name);
    }

    /** The hosts that have been heard lately. */
    public List<HostSnapshot> liveHosts() {
        return hosts.stream()
                .filter(host -> !isSilent(host) && host.removedAt() == null)
                .toList();
    }

    /** Those of them on which containers are placed. */
    public List<HostSnapshot> openHosts() {
        return liveHosts().stream().filter(host -> host.cordon() == null).toList();
    }

    /** Why nothing is placed on a host; empty while something may be. */
    public Optional<Cordon> cordon(HostName name) {
        return hosts.stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .map(HostSnapshot::cordon);
    }

    private boolean isSilent(HostSnapshot host) {
        Instant heard = host.lastSeen().isAfter(silenceCountsFrom) ? host.lastSeen() : silenceCountsFrom;
        return heard.plus(LONGEST_SILENCE).isBefore(now);
    }

    /** The same for an order that may take long, and wait long for its turn. */
    public Instant longDeadline() {
        return now.plus(policy.longOrderTime());
    }

    /** When an order decided now is too late to be begun. */
    public Instant deadline() {
        return now.plus(policy.orderTime());
    }
}
