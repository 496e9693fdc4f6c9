package dcm.command.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.Lab;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.snapshot.HostSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final List<HostSnapshot> FIVE = List.of(
            Lab.withContainers(Lab.host("n5", 5, Lab.DEBIAN), 50),
            Lab.withContainers(Lab.host("n4", 4, Lab.DEBIAN), 40),
            Lab.withContainers(Lab.host("n3", 3, Lab.DEBIAN), 30),
            Lab.withContainers(Lab.host("n2", 2, Lab.DEBIAN), 20),
            Lab.withContainers(Lab.host("n1", 1, Lab.DEBIAN), 10));

    @Test
    void containersAreSpreadOverTheThreeLeastLoadedHosts() {
        Map<String, Long> chosen = ids(3000)
                .flatMap(id -> choose(id, FIVE, null, Set.of()).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(chosen).containsOnlyKeys("n1", "n2", "n3");
        assertThat(chosen.values()).allSatisfy(count -> assertThat(count).isBetween(800L, 1200L));
    }

    @Test
    void sameContainerGetsTheSameHostInAnyHostOrder() {
        ids(100).forEach(id ->
                assertThat(choose(id, FIVE, null, Set.of())).isEqualTo(choose(id, FIVE.reversed(), null, Set.of())));
    }

    @Test
    void hostWithThousandsOfContainersIsNotChosen() {
        List<HostSnapshot> hosts = Stream.concat(
                        FIVE.stream(), Stream.of(Lab.withContainers(Lab.host("n6", 6, Lab.DEBIAN), 3000)))
                .toList();

        assertThat(ids(100).flatMap(id -> choose(id, hosts, null, Set.of()).stream()))
                .doesNotContain("n6");
    }

    @Test
    void homeHostIsChosenWhateverItsLoad() {
        assertThat(ids(100).map(id -> choose(id, FIVE, new HostName("n5"), Set.of())))
                .containsOnly(Optional.of("n5"));
    }

    @Test
    void hostThatRefusedIsNotChosenAgain() {
        Set<HostName> refused = Set.of(new HostName("n1"), new HostName("n2"), new HostName("n3"));

        assertThat(ids(100).flatMap(id -> choose(id, FIVE, null, refused).stream()))
                .containsOnly("n4", "n5");
        assertThat(ids(100).map(id -> choose(id, FIVE, new HostName("n1"), refused)))
                .containsOnly(Optional.empty());
    }

    @Test
    void onlyHostsWithTheImageAreChosen() {
        List<HostSnapshot> hosts = List.of(Lab.N1, Lab.host("n2", 2, Lab.image("alpine-ssh:3")));
        ContainerId id = new ContainerId("0123456789abcdef");

        assertThat(Placement.choose(id, base(new ImageName("alpine-ssh")), hosts, null, Set.of()))
                .map(HostSnapshot::name)
                .contains(new HostName("n2"));
        assertThat(Placement.choose(id, base(new ImageName("windows")), hosts, null, Set.of()))
                .isEmpty();
    }

    private static Optional<String> choose(
            ContainerId id, List<HostSnapshot> hosts, @Nullable HostName home, Set<HostName> refusedBy) {
        return Placement.choose(id, base(Lab.DEBIAN.name()), hosts, home, refusedBy)
                .map(host -> host.name().value());
    }

    private static Stream<ContainerId> ids(int count) {
        return IntStream.range(0, count).mapToObj(Lab::intent).map(ContainerId::of);
    }

    /** A source with all base images permitted. */
    private static Source base(ImageName name) {
        return new Source.Base(name, Set.of(Lab.DEBIAN.name(), new ImageName("alpine-ssh:3")));
    }
}
