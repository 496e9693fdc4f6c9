package dcm.command.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
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
            TestInstallation.withContainers(TestInstallation.host("n5", 5, TestInstallation.DEBIAN), 50),
            TestInstallation.withContainers(TestInstallation.host("n4", 4, TestInstallation.DEBIAN), 40),
            TestInstallation.withContainers(TestInstallation.host("n3", 3, TestInstallation.DEBIAN), 30),
            TestInstallation.withContainers(TestInstallation.host("n2", 2, TestInstallation.DEBIAN), 20),
            TestInstallation.withContainers(TestInstallation.host("n1", 1, TestInstallation.DEBIAN), 10));

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
                        FIVE.stream(),
                        Stream.of(TestInstallation.withContainers(
                                TestInstallation.host("n6", 6, TestInstallation.DEBIAN), 3000)))
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
        List<HostSnapshot> hosts =
                List.of(TestInstallation.N1, TestInstallation.host("n2", 2, TestInstallation.image("alpine-ssh:3")));
        ContainerId id = new ContainerId("0123456789abcdef");

        assertThat(Placement.choose(id, base(new ImageName("alpine-ssh")), hosts, null, Set.of()))
                .map(HostSnapshot::name)
                .contains(new HostName("n2"));
        assertThat(Placement.choose(id, base(new ImageName("windows")), hosts, null, Set.of()))
                .isEmpty();
    }

    private static Optional<String> choose(
            ContainerId id, List<HostSnapshot> hosts, @Nullable HostName home, Set<HostName> refusedBy) {
        return Placement.choose(id, base(TestInstallation.DEBIAN.name()), hosts, home, refusedBy)
                .map(host -> host.name().value());
    }

    private static Stream<ContainerId> ids(int count) {
        return IntStream.range(0, count).mapToObj(TestInstallation::intent).map(ContainerId::of);
    }

    /** A source with all base images permitted. */
    private static ImageSource base(ImageName name) {
        return new ImageSource.Base(name, Set.of(TestInstallation.DEBIAN.name(), new ImageName("alpine-ssh:3")));
    }
}
