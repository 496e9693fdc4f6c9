package dcm.command.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.placement.Placement.Choice;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostLabel;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.Limits;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.problem.HostRefusal;
import dcm.contract.problem.HostRefusal.Reason;
import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.contract.report.HostCapacity;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final ContainerId WEB = new ContainerId("0123456789abcdef");
    private static final List<HostSnapshot> FIVE = IntStream.rangeClosed(1, 5)
            .mapToObj(n -> TestInstallation.host("n" + n, n, TestInstallation.DEBIAN))
            .toList();

    @Test
    void sameContainerGetsTheSameHostInAnyHostOrder() {
        ids(100).forEach(id -> assertThat(choose(id, needs(), cluster(FIVE)))
                .isEqualTo(choose(id, needs(), cluster(FIVE.reversed()))));
    }

    @Test
    void hostsWithMoreFreeCapacityGetMoreContainers() {
        HostSnapshot busy = with(FIVE.getFirst(), new HostCapacity(null, 900, 3000, 6144, null));
        List<HostSnapshot> hosts = List.of(busy, FIVE.get(1));

        assertThat(ids(1000).filter(id -> chosen(id, needs(), cluster(hosts)).equals("n1")))
                .hasSizeBetween(50, 200);
    }

    @Test
    void scarceMemoryOutsideOfContainersReducesTheShareOfAHost() {
        HostSnapshot swapping = with(FIVE.getFirst(), new HostCapacity(null, 900, 0, 0, 100L));
        List<HostSnapshot> hosts = List.of(swapping, FIVE.get(1));

        assertThat(ids(1000).filter(id -> chosen(id, needs(), cluster(hosts)).equals("n1")))
                .hasSizeLessThan(150);
    }

    @Test
    void containersUnderWayAreCounted() {
        Cluster cluster =
                new Cluster(FIVE, Set.of(), Map.of(name("n1"), 3, name("n2"), 3, name("n3"), 3, name("n4"), 3));

        assertThat(ids(100).map(id -> chosen(id, needs(), cluster))).containsOnly("n5");
    }

    @Test
    void homeHostIsChosenWhateverItsLoad() {
        HostSnapshot busy = with(FIVE.getLast(), new HostCapacity(null, 5, 400_000, 900_000, 1L));
        List<HostSnapshot> hosts =
                Stream.concat(FIVE.stream().limit(4), Stream.of(busy)).toList();
        ContainerNeeds needs = needs(PlacementRequest.ANY, name("n5"));

        assertThat(ids(100).map(id -> chosen(id, needs, cluster(hosts)))).containsOnly("n5");
    }

    @Test
    void requestedHostIsTheOnlyOneThatIsChosen() {
        PlacementRequest onN3 = new PlacementRequest(name("n3"), List.of(), null);

        assertThat(ids(100).map(id -> chosen(id, needs(onN3, null), cluster(FIVE))))
                .containsOnly("n3");
    }

    @Test
    void onlyHostsWithAllRequestedLabelsAreChosen() {
        List<HostSnapshot> hosts = List.of(
                FIVE.get(0),
                FIVE.get(1).labeled(List.of(new HostLabel("gpu"))),
                FIVE.get(2).labeled(List.of(new HostLabel("gpu"), new HostLabel("fast"))));
        PlacementRequest both = new PlacementRequest(null, List.of(new HostLabel("gpu"), new HostLabel("fast")), null);

        assertThat(ids(100).map(id -> chosen(id, needs(both, null), cluster(hosts))))
                .containsOnly("n3");
        assertThat(refusals(needs(both, null), cluster(hosts.subList(0, 2))))
                .extracting(HostRefusal::toString)
                .containsExactly("n1: lacks the labels fast, gpu", "n2: lacks the label fast");
    }

    @Test
    void containersApartAreDistributedBeforeAnyHostGetsASecond() {
        Map<HostName, Integer> siblings = Map.of(name("n1"), 1, name("n2"), 1, name("n4"), 1, name("n5"), 1);

        assertThat(ids(100).map(id -> ((Choice.Chosen) Placement.choose(id, needs(), 1, siblings, cluster(FIVE)))
                        .host()
                        .name()))
                .containsOnly(name("n3"));
    }

    @Test
    void hostThatIsNotInTheSwarmIsNotChosen() {
        HostSnapshot connected = with(FIVE.get(1), Level.OK);
        List<HostSnapshot> hosts = List.of(with(FIVE.getFirst(), Level.PROBLEM), connected);

        assertThat(ids(100).map(id -> chosen(id, needs(), cluster(hosts)))).containsOnly("n2");
        assertThat(refusals(needs(), cluster(hosts.subList(0, 1))))
                .extracting(HostRefusal::toString)
                .containsExactly("n1: not connected to the networks across hosts; tell an administrator");
    }

    @Test
    void everyHostIsListedWithItsReason() {
        HostSnapshot full = with(
                TestInstallation.withContainers(TestInstallation.host("n5", 5, TestInstallation.DEBIAN), 200),
                new HostCapacity(200, 50, 0, 0, null));
        HostSnapshot portless =
                with(TestInstallation.host("n6", 6, TestInstallation.DEBIAN), new HostCapacity(null, 1, 0, 0, null));
        List<HostSnapshot> hosts = List.of(
                FIVE.get(0).with(new Cordon("new disks", TestInstallation.NOW, null)),
                FIVE.get(1).with(new Cordon(null, TestInstallation.NOW, TestInstallation.NOW)),
                FIVE.get(2),
                TestInstallation.host("n4", 4, TestInstallation.image("alpine-ssh:3")),
                full,
                portless,
                TestInstallation.host("n7", 7, TestInstallation.DEBIAN));
        ContainerNeeds needs = new ContainerNeeds(
                base(TestInstallation.DEBIAN.name()),
                TestInstallation.DEFAULTS,
                null,
                PlacementRequest.ANY,
                null,
                List.of(new HostRefusal(name("n7"), Reason.REFUSED, "No address has port 80 free.")),
                Map.of());
        Cluster cluster = new Cluster(hosts, Set.of(name("n3")), Map.of());

        Choice choice = Placement.choose(WEB, needs, 2, Map.of(), cluster);

        assertThat(((Choice.NoHost) choice).hosts())
                .containsExactly(
                        new HostRefusal(name("n1"), Reason.CORDONED, "cordoned (new disks)"),
                        new HostRefusal(name("n2"), Reason.CORDONED, "draining"),
                        new HostRefusal(name("n3"), Reason.SILENT, "silent since " + TestInstallation.NOW),
                        new HostRefusal(name("n4"), Reason.IMAGE_MISSING, "lacks the image"),
                        new HostRefusal(name("n5"), Reason.FULL, "full: 200 of 200 containers"),
                        new HostRefusal(
                                name("n6"),
                                Reason.FULL,
                                "full: no SSH port of 36000-36999 is free for 2 more containers"),
                        new HostRefusal(name("n7"), Reason.REFUSED, "No address has port 80 free."));
    }

    @Test
    void containersUnderWayDoNotFillAHostBecauseAHeartbeatMayIncludeThem() {
        HostCapacity capacity = new HostCapacity(200, 500, 0, 0, null);
        HostSnapshot nearlyFull = with(TestInstallation.withContainers(FIVE.getFirst(), 199), capacity);
        HostSnapshot full = with(TestInstallation.withContainers(FIVE.getFirst(), 200), capacity);

        assertThat(refusals(needs(), new Cluster(List.of(nearlyFull), Set.of(), Map.of(name("n1"), 2))))
                .isEmpty();
        assertThat(refusals(needs(), new Cluster(List.of(full), Set.of(), Map.of())))
                .extracting(HostRefusal::detail)
                .containsExactly("full: 200 of 200 containers");
    }

    @Test
    void hostWithTheOwnersMostContainersIsRefusedWithNumbers() {
        HostSnapshot host = with(FIVE.getFirst(), new HostCapacity(null, 900, 0, 0, null, null, 250));
        Cluster cluster = new Cluster(List.of(host), Set.of(), Map.of());
        ContainerNeeds nearly = needs(PlacementRequest.ANY, null, Map.of(name("n1"), 249, name("n2"), 250));
        ContainerNeeds full = needs(PlacementRequest.ANY, null, Map.of(name("n1"), 250));

        assertThat(refusals(nearly, cluster)).isEmpty();
        assertThat(refusals(full, cluster))
                .containsExactly(
                        new HostRefusal(name("n1"), Reason.FULL, "full for you: 250 of 250 containers of one owner"));
        assertThat(((Choice.NoHost) Placement.choose(WEB, nearly, 2, Map.of(), cluster)).hosts())
                .extracting(HostRefusal::detail)
                .containsExactly("full for you: 249 of 250 containers of one owner, 2 more requested");
    }

    @Test
    void requestLargerThanTheHostIsRefusedWithNumbers() {
        Limits memory = new Limits(1000, 9000, 512, null);
        Limits cpus = new Limits(16_500, 1000, 512, null);

        assertThat(refusals(needs(memory), cluster(FIVE.subList(0, 1))))
                .extracting(HostRefusal::detail)
                .containsExactly("not enough memory: 9000 MiB requested, the host has 8192 MiB");
        assertThat(refusals(needs(cpus), cluster(FIVE.subList(0, 1))))
                .extracting(HostRefusal::detail)
                .containsExactly("not enough CPUs: 16.5 requested, the host has 16");
    }

    @Test
    void otherHostsAreRefusedBecauseOfHomesAndRequest() {
        PlacementRequest onN2 = new PlacementRequest(name("n2"), List.of(), null);

        assertThat(refusals(needs(onN2, name("n1")), cluster(FIVE.subList(0, 2))))
                .extracting(HostRefusal::reason)
                .containsExactly(Reason.NOT_REQUESTED, Reason.NOT_HOME_HOST);
    }

    private static List<HostRefusal> refusals(ContainerNeeds needs, Cluster cluster) {
        return Placement.choose(WEB, needs, 1, Map.of(), cluster) instanceof Choice.NoHost none
                ? none.hosts()
                : new ArrayList<>();
    }

    private static String chosen(ContainerId id, ContainerNeeds needs, Cluster cluster) {
        return ((Choice.Chosen) choose(id, needs, cluster)).host().name().value();
    }

    private static Choice choose(ContainerId id, ContainerNeeds needs, Cluster cluster) {
        return Placement.choose(id, needs, 1, Map.of(), cluster);
    }

    private static Cluster cluster(List<HostSnapshot> hosts) {
        return new Cluster(hosts, Set.of(), Map.of());
    }

    private static HostSnapshot with(HostSnapshot host, HostCapacity capacity) {
        return TestInstallation.reporting(host, capacity);
    }

    private static HostSnapshot with(HostSnapshot host, Level swarm) {
        return TestInstallation.reporting(host, List.of(new Finding(Finding.SWARM, swarm, "pending", null)));
    }

    private static ContainerNeeds needs() {
        return needs(PlacementRequest.ANY, null);
    }

    private static ContainerNeeds needs(Limits limits) {
        return new ContainerNeeds(
                base(TestInstallation.DEBIAN.name()), limits, null, PlacementRequest.ANY, null, List.of(), Map.of());
    }

    private static ContainerNeeds needs(PlacementRequest request, @Nullable HostName home) {
        return needs(request, home, Map.of());
    }

    private static ContainerNeeds needs(
            PlacementRequest request, @Nullable HostName home, Map<HostName, Integer> owned) {
        return new ContainerNeeds(
                base(TestInstallation.DEBIAN.name()), TestInstallation.DEFAULTS, null, request, home, List.of(), owned);
    }

    private static HostName name(String name) {
        return new HostName(name);
    }

    private static Stream<ContainerId> ids(int count) {
        return IntStream.range(0, count).mapToObj(TestInstallation::intent).map(ContainerId::of);
    }

    /** A source with all base images permitted. */
    private static ImageSource base(ImageName name) {
        return new ImageSource.Base(name, Set.of(TestInstallation.DEBIAN.name(), new ImageName("alpine-ssh:3")));
    }
}
