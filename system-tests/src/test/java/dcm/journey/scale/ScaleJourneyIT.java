package dcm.journey.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.OwnerName;
import dcm.journey.scale.Lifecycles.Done;
import dcm.journey.support.RunningStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The control plane with 1, 10, 100 and 1,000 hosts: the same number of callers, and so many owners that each host gets containers. Broker,
 * admission and views are real; the hosts have no engine. {@code -Ddcm.scale.hosts}, {@code -Ddcm.scale.callers} and {@code -Ddcm.scale.seconds} select other
 * numbers.
 */
@Tag("scale")
class ScaleJourneyIT {
    private static final List<Integer> HOSTS = Stream.of(
                    System.getProperty("dcm.scale.hosts", "1,10,100,1000").split(","))
            .map(Integer::valueOf)
            .toList();

    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("dcm.scale.seconds", 20));
    private static final int ROUNDS = 3;

    /** Until a round is not faster than the best before, at most. The JVMs become faster for minutes. */
    private static final int WARM_UP_ROUNDS = 9;

    private static final double FASTER = 1.05;

    /**
     * With this share, the control plane is not slower than it was. The aim is 0.9: on two cores, which the simulated hosts share, 0.59 was
     * measured, and 0.46 on slower ones, where heartbeats take more of the time (docs/benchmarks.md).
     */
    private static final double LEAST_SHARE = 0.4;

    private final RunningStack stack = RunningStack.get();

    /** Installations with many hosts have the size {@code large}. */
    @BeforeEach
    void startLarge() {
        stack.restartWith(Map.of("DCM_SIZE", "large"));
    }

    @AfterEach
    void startSmall() {
        stack.restartWith(Map.of("DCM_SIZE", "small"));
    }

    /** The results with a number of hosts. */
    private record Row(
            int hosts,
            double accountsPerSecond,
            Done first,
            PartLoad idle,
            PartLoad busy,
            List<Done> rounds,
            long lag,
            Duration views) {
        /** Of the median round. */
        double perSecond() {
            return rounds.stream()
                    .mapToDouble(Done::perSecond)
                    .sorted()
                    .skip(rounds.size() / 2)
                    .findFirst()
                    .orElse(0);
        }

        Duration create() {
            return rounds.stream()
                    .map(Done::medianCreate)
                    .sorted()
                    .skip(rounds.size() / 2)
                    .findFirst()
                    .orElseThrow();
        }

        long hostsWithContainers() {
            return rounds.stream()
                    .flatMap(round -> round.hosts().stream())
                    .distinct()
                    .count();
        }
    }

    @Test
    void aThousandHostsAreNotMuchSlowerThanTen() throws Exception {
        withoutOwnHost();
        List<Row> rows = new ArrayList<>();
        try (SimulatedHosts hosts = new SimulatedHosts(stack.installation());
                Lifecycles lifecycles = new Lifecycles(stack.installation().kafka())) {
            hosts.growTo(HOSTS.getFirst());
            warmUp(lifecycles);
            for (int count : HOSTS) {
                hosts.growTo(count);
                rows.add(measure(count, lifecycles));
                print(rows);
            }
        }
        Map<Integer, Double> perSecond = rows.stream().collect(Collectors.toMap(Row::hosts, Row::perSecond));
        if (perSecond.containsKey(10) && perSecond.containsKey(1_000)) {
            assertThat(perSecond.get(1_000)).isGreaterThanOrEqualTo(LEAST_SHARE * perSecond.get(10));
        }
    }

    /** The stack's own host would get containers, too. */
    private void withoutOwnHost() {
        stack.people()
                .administrator()
                .post("/v1/hosts/t1/cordon", Map.of(), Duration.ZERO)
                .expectDone();
        stack.kill("runtime-worker");
    }

    private Row measure(int hosts, Lifecycles lifecycles) throws Exception {
        List<OwnerName> owners = owners("scale-" + hosts, Math.max(hosts, Lifecycles.CALLERS));
        double accountsPerSecond = owners.size() * 1e9 / lifecycles.open(owners).toNanos();
        Done first = lifecycles.once(owners); // gives each owner a host, which is chosen among all
        PartLoad.Meter idle = new PartLoad.Meter(stack);
        Thread.sleep(ROUND);
        PartLoad whenIdle = idle.read();
        try (AdmissionLag lag = new AdmissionLag(stack.installation().kafka())) {
            PartLoad.Meter busy = new PartLoad.Meter(stack);
            List<Done> rounds = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                rounds.add(lifecycles.run(owners, ROUND));
            }
            PartLoad whenBusy = busy.read();
            long start = System.nanoTime();
            // A query waits until the views include what was decided before.
            stack.people().administrator().get("/v1/containers?limit=1").expectDone();
            Duration views = Duration.ofNanos(System.nanoTime() - start);
            return new Row(hosts, accountsPerSecond, first, whenIdle, whenBusy, rounds, lag.most(), views);
        }
    }

    /** New owners, because those before have their homes on the hosts of that time. */
    private static List<OwnerName> owners(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new OwnerName(prefix + "-" + number))
                .toList();
    }

    private static void warmUp(Lifecycles lifecycles) throws Exception {
        List<OwnerName> owners = owners("warm", Lifecycles.CALLERS);
        lifecycles.open(owners);
        double best = 0;
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            double perSecond = lifecycles.run(owners, ROUND).perSecond();
            if (perSecond < FASTER * best) {
                return;
            }
            best = perSecond;
        }
    }

    private static void print(List<Row> rows) {
        System.out.printf(
                "%nControl plane only, %d processors, everything on one machine, %d callers, an owner for each host. A simulated host"
                        + " sends no notices, progress or sizes.%n%n",
                Runtime.getRuntime().availableProcessors(), Lifecycles.CALLERS);
        System.out.println(
                "| hosts | with containers | lifecycles/s | create, median | first create, median | accounts opened/s"
                        + " | lag of admission | views | CPU idle | CPU busy | memory |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (Row row : rows) {
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %.1f | %d ms | %d ms | %.0f | %d records | %d ms | %s | %s | %s |%n",
                    row.hosts(),
                    row.hostsWithContainers(),
                    row.perSecond(),
                    row.create().toMillis(),
                    row.first().medianCreate().toMillis(),
                    row.accountsPerSecond(),
                    row.lag(),
                    row.views().toMillis(),
                    cores(row.idle()),
                    cores(row.busy()),
                    row.busy().memoryMiB().values().stream()
                            .map(mib -> mib + " MiB")
                            .collect(Collectors.joining(", ")));
        }
        System.out.printf("%nCPU in cores and memory: %s.%n", String.join(", ", PartLoad.PARTS));
    }

    private static String cores(PartLoad load) {
        return load.cpu().values().stream()
                .map(cores -> String.format(Locale.ROOT, "%.2f", cores))
                .collect(Collectors.joining(", "));
    }
}
