package dcm.command.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.placement.Placement.Choice;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Limits;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.report.HostCapacity;
import dcm.contract.snapshot.HostSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Simulates the placement of 1,000 containers in generated clusters. To repeat a run:
 * {@code -Ddcm.placement.seed=SEED}.
 */
class PlacementFairnessTest {
    private static final int CONTAINERS = 1000;
    private static final int TASKS = 24;
    private static final Limits LIMITS = TestInstallation.DEFAULTS;

    private final long seed = Long.getLong("dcm.placement.seed", System.nanoTime());
    private final Random random = new Random(seed);

    PlacementFairnessTest() {
        System.out.println("PlacementFairnessTest: seed " + seed);
    }

    /** One admission process: the placements that it knows are not part of a heartbeat. */
    private static final class Admission {
        private final Map<HostName, Integer> underWay = new HashMap<>();
        private List<HostSnapshot> seen;

        private Admission(List<HostSnapshot> seen) {
            this.seen = seen;
        }

        private HostName place(ContainerId container) {
            Choice choice = Placement.choose(
                    container,
                    new ContainerNeeds(
                            new ImageSource.Base(
                                    TestInstallation.DEBIAN.name(), Set.of(TestInstallation.DEBIAN.name())),
                            LIMITS,
                            null,
                            PlacementRequest.ANY,
                            null,
                            List.of(),
                            Map.of()),
                    1,
                    Map.of(),
                    new Cluster(seen, Set.of(), underWay));
            HostName host = ((Choice.Chosen) choice).host().name();
            underWay.merge(host, 1, Integer::sum);
            return host;
        }

        private void heartbeats(List<HostSnapshot> hosts) {
            seen = hosts;
            underWay.clear();
        }
    }

    @Test
    void tenEqualHostsGetEqualShares() {
        for (int run = 0; run < 20; run++) {
            assertFair(simulate(List.of(new Admission(equalHosts(10))), n -> 0), 10);
        }
    }

    @Test
    void concurrentPlacementsWithAStaleSnapshotAreFair() {
        for (int run = 0; run < 20; run++) {
            List<HostSnapshot> stale = equalHosts(10);
            List<Admission> tasks = IntStream.range(0, TASKS)
                    .mapToObj(n -> new Admission(stale))
                    .toList();

            assertFair(simulate(tasks, n -> random.nextInt(TASKS)), 10);
        }
    }

    @Test
    void placementsWithHeartbeatsInBetweenAreFair() {
        Map<HostName, Integer> placed = new HashMap<>();
        Admission admission = new Admission(equalHosts(10));
        for (int n = 0; n < CONTAINERS; n++) {
            placed.merge(admission.place(id()), 1, Integer::sum);
            if (random.nextInt(30) == 0) {
                admission.heartbeats(equalHosts(10).stream()
                        .map(host -> loaded(host, placed.getOrDefault(host.name(), 0)))
                        .toList());
            }
        }

        assertFair(placed, 10);
    }

    @Test
    void unequalHostsGetSharesInProportionToTheirCapacity() {
        for (int run = 0; run < 20; run++) {
            int[] sizes = IntStream.range(0, 2 + random.nextInt(9))
                    .map(n -> 20 * (1 + random.nextInt(8)))
                    .toArray();
            List<HostSnapshot> hosts = IntStream.range(0, sizes.length)
                    .mapToObj(n -> sized(n, sizes[n]))
                    .toList();
            List<Admission> several =
                    IntStream.range(0, 4).mapToObj(n -> new Admission(hosts)).toList();
            double total = IntStream.of(sizes).sum();

            Map<HostName, Integer> placed = simulate(several, n -> n % 4);

            for (int n = 0; n < sizes.length; n++) {
                double expected = CONTAINERS * sizes[n] / total;
                assertThat((double) placed.getOrDefault(hosts.get(n).name(), 0))
                        .as("seed %d, sizes %s, host %d", seed, sizes, n)
                        .isCloseTo(expected, within(Math.max(4, expected * 0.1)));
            }
        }
    }

    @Test
    void fullHostGetsNoContainer() {
        List<HostSnapshot> hosts = new java.util.ArrayList<>(equalHosts(10));
        hosts.set(3, TestInstallation.reporting(hosts.get(3), new HostCapacity(0, 900, 0, 0, null)));
        hosts.set(7, TestInstallation.reporting(hosts.get(7), new HostCapacity(null, 0, 0, 0, null)));

        Map<HostName, Integer> placed = simulate(List.of(new Admission(hosts)), n -> 0);

        assertThat(placed).doesNotContainKeys(hosts.get(3).name(), hosts.get(7).name());
        assertThat(placed).hasSize(8);
    }

    private Map<HostName, Integer> simulate(List<Admission> admissions, IntFunction<Integer> which) {
        Map<HostName, Integer> placed = new HashMap<>();
        for (int n = 0; n < CONTAINERS; n++) {
            placed.merge(admissions.get(which.apply(n)).place(id()), 1, Integer::sum);
        }
        return placed;
    }

    private void assertFair(Map<HostName, Integer> placed, int hosts) {
        int fair = CONTAINERS / hosts;
        assertThat(placed).as("seed %d", seed).hasSize(hosts);
        assertThat(placed.values())
                .as("seed %d: %s", seed, placed)
                .allSatisfy(count -> assertThat(count).isBetween(fair * 9 / 10, fair * 11 / 10));
    }

    private ContainerId id() {
        return new ContainerId("%016x".formatted(random.nextLong()));
    }

    private static List<HostSnapshot> equalHosts(int count) {
        return IntStream.range(0, count).mapToObj(n -> sized(n, 4)).toList();
    }

    /** A host on which this many containers fit without sharing a CPU. */
    private static HostSnapshot sized(int number, int containers) {
        return TestInstallation.sized(
                TestInstallation.host("n" + number, number, TestInstallation.DEBIAN),
                containers * LIMITS.milliCpus(),
                containers * LIMITS.memoryMiB(),
                new HostCapacity(20_000, 2000, 0, 0, null));
    }

    private static HostSnapshot loaded(HostSnapshot host, int containers) {
        return TestInstallation.reporting(
                TestInstallation.withContainers(host, containers),
                new HostCapacity(
                        20_000,
                        2000 - containers,
                        (long) containers * LIMITS.milliCpus(),
                        (long) containers * LIMITS.memoryMiB(),
                        null));
    }
}
