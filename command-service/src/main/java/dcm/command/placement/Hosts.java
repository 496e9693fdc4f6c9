package dcm.command.placement;

import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageName;
import dcm.contract.snapshot.HostSnapshot;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The registered hosts at one time. What decisions need of all of them is sorted and collected once. Immutable. */
public final class Hosts {
    private final List<HostSnapshot> all;
    private final List<HostSnapshot> present;
    private final Map<HostName, HostSnapshot> byName;
    private volatile @Nullable Set<ImageName> baseImages;
    private volatile @Nullable Set<String> installations;

    private Hosts(List<HostSnapshot> all) {
        this.all = List.copyOf(all);
        this.present = List.copyOf(
                all.stream().filter(host -> host.removedAt() == null).toList());
        this.byName = all.stream().collect(Collectors.toUnmodifiableMap(HostSnapshot::name, Function.identity()));
    }

    public static Hosts of(Collection<HostSnapshot> hosts) {
        return new Hosts(
                hosts.stream().sorted(Comparator.comparing(HostSnapshot::name)).toList());
    }

    /** All hosts, also removed ones, by name. */
    public List<HostSnapshot> all() {
        return all;
    }

    /** The hosts that are not removed, by name. */
    public List<HostSnapshot> present() {
        return present;
    }

    public Optional<HostSnapshot> find(HostName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The names of all base images that a host offers. */
    public Set<ImageName> baseImages() {
        Set<ImageName> names = baseImages;
        if (names == null) {
            names = present.stream()
                    .flatMap(host -> host.report().baseImages().stream())
                    .map(Image::name)
                    .collect(Collectors.toUnmodifiableSet());
            baseImages = names;
        }
        return names;
    }

    /** The installations to which the workers of the hosts that are not removed belong. */
    public Set<String> installations() {
        Set<String> ids = installations;
        if (ids == null) {
            ids = present.stream()
                    .flatMap(host -> Stream.ofNullable(host.report().installation()))
                    .collect(Collectors.toUnmodifiableSet());
            installations = ids;
        }
        return ids;
    }
}
