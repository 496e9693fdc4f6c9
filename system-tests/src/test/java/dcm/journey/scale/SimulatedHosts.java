package dcm.journey.scale;

import static java.util.stream.Collectors.toMap;

import dcm.contract.authentication.ReportSource;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.PortRange;
import dcm.contract.report.HeartbeatInterval;
import dcm.journey.support.Eventually;
import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.LogPrincipal;
import dcm.stack.installation.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/** The simulated hosts of an installation, which send heartbeats until they are closed. */
final class SimulatedHosts implements AutoCloseable {
    static final ImageName IMAGE = new ImageName("simulated:1");

    /** The SSH ports of each host: as many as containers can be there at the same time. */
    static final int PORTS = 25;

    private static final int FIRST_PORT = 35_000;
    private static final long PERIOD_MILLIS = HeartbeatInterval.SHORTEST.toMillis();

    private final Installation installation;
    private final Image image = new Image(IMAGE, new ImageDigest("sha256:" + "5c".repeat(32)));
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private volatile int size;
    private final ScheduledExecutorService heartbeats = Executors.newScheduledThreadPool(2);

    SimulatedHosts(Installation installation) {
        this.installation = installation;
    }

    /** Adds hosts until there are {@code count}, and waits until admission has accepted all. */
    void growTo(int count) {
        try (Admin admin = Admin.create(installation.kafka().properties())) {
            List<LogPrincipal> workers = IntStream.range(hosts.size(), count)
                    .mapToObj(number -> LogPrincipal.worker(name(number)))
                    .toList();
            BrokerUserProvisioner.ensure(
                    admin,
                    workers.stream()
                            .collect(toMap(
                                    worker -> worker,
                                    worker -> installation.secrets().kafka(worker.name()))));
            size = count;
            while (hosts.size() < count) {
                SimulatedHost host = start(hosts.size());
                hosts.add(host);
                heartbeats.scheduleAtFixedRate(
                        () -> host.beat(size),
                        ThreadLocalRandom.current().nextLong(PERIOD_MILLIS),
                        PERIOD_MILLIS,
                        TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
        Eventually.that(
                count + " hosts are admitted",
                Duration.ofMinutes(5),
                () -> hosts.stream().allMatch(SimulatedHost::isAdmitted));
    }

    private static HostName name(int number) {
        return new HostName("s" + number);
    }

    private SimulatedHost start(int number) {
        HostName name = name(number);
        int first = FIRST_PORT + number * PORTS;
        return new SimulatedHost(
                name,
                new PortRange(first, first + PORTS - 1),
                image,
                installation.id(),
                installation.secrets().reportKey(ReportSource.worker(name)),
                installation.kafka(LogPrincipal.worker(name)));
    }

    @Override
    public void close() {
        heartbeats.shutdownNow();
        hosts.parallelStream().forEach(SimulatedHost::close);
    }
}
