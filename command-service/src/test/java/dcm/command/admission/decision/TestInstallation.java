package dcm.command.admission.decision;

import dcm.contract.baseimage.BaseImageState;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.preset.PresetOptions;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Finding;
import dcm.contract.report.HostCapacity;
import dcm.contract.report.HostReported;
import dcm.contract.report.Observation;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.GroupSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small installation: two hosts, one base image, and an owner with a limit of three containers. */
public final class TestInstallation {
    public static final String ID = "cc25def6";
    public static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    public static final Instant DEADLINE = NOW.plusSeconds(60);
    public static final OwnerName ALICE = new OwnerName("alice");
    public static final Image DEBIAN = image("debian-ssh:13");
    public static final Limits DEFAULTS = new Limits(1000, 1024, 512, 10_240);
    public static final PublishablePorts PORTS = new PublishablePorts(
            1024, List.of(new PortRange(6000, 6000), new PortRange(9000, 9099)), List.of(new PortRange(18080, 18091)));
    public static final AdmissionPolicy POLICY =
            new AdmissionPolicy(DEFAULTS, PORTS, Duration.ofSeconds(60), Duration.ofHours(1), false, false);
    public static final AdmissionPolicy SHARED_STORAGE =
            new AdmissionPolicy(POLICY.defaults(), PORTS, POLICY.orderTime(), POLICY.longOrderTime(), true, false);
    public static final AdmissionPolicy IMAGE_REGISTRY =
            new AdmissionPolicy(POLICY.defaults(), PORTS, POLICY.orderTime(), POLICY.longOrderTime(), true, true);
    /** The limits for all accounts. */
    public static final GroupSnapshot EVERYBODY = GroupSnapshot.empty(GroupName.EVERYBODY)
            .define(
                    "",
                    new Quota(Map.of(Resource.CONTAINERS, 3L, Resource.MILLI_CPUS, 4000L, Resource.MEMORY_MIB, 4096L)),
                    NOW);

    public static final Catalog CATALOG = Catalog.of(List.of(EVERYBODY));
    public static final HostSnapshot N1 = host("n1", 1, DEBIAN);
    public static final HostSnapshot N2 = host("n2", 2, DEBIAN);

    private TestInstallation() {}

    public static Image image(String name) {
        return new Image(new ImageName(name), new ImageDigest("sha256:" + "ab".repeat(32)));
    }

    /** A host with a current heartbeat; its SSH ports are a thousand from 30000 plus a thousand per partition. */
    public static HostSnapshot host(String name, int partition, Image... images) {
        return HostSnapshot.of(
                new HostName(name), partition, heartbeat("engine-of-" + name, 30 + partition, images), NOW);
    }

    /** The same host, which joined with what it reports now. */
    public static HostSnapshot joined(HostSnapshot host, JoinId join) {
        HostReported report = host.report();
        return host.joined(
                new HostDeclaration(join, report.engineId(), "192.0.2.1", report.aliases(), report.sshPorts()));
    }

    /** The heartbeat of a host with 16 CPUs and no containers; its SSH ports are one block of a thousand. */
    public static HostReported heartbeat(String engine, int thousand, Image... images) {
        PortRange ports = new PortRange(thousand * 1000, thousand * 1000 + 999);
        return new HostReported(
                engine,
                "29.0",
                "0.1",
                16_000,
                8192,
                List.of("127.0.0.1"),
                ports,
                List.of(images),
                Map.of(),
                null,
                0,
                null,
                null,
                List.of(),
                ID);
    }

    public static HostSnapshot withContainers(HostSnapshot host, int containers) {
        return reporting(host, containers, List.of());
    }

    /** A host with this state of a base image. */
    public static HostSnapshot preparing(HostSnapshot host, BaseImageState state) {
        return reporting(host, host.report().containers(), List.of(state));
    }

    /** A host with this capacity. */
    public static HostSnapshot reporting(HostSnapshot host, HostCapacity capacity) {
        return sized(host, host.report().milliCpus(), host.report().memoryMiB(), capacity);
    }

    /** A host with these results of checks. */
    public static HostSnapshot reporting(HostSnapshot host, List<Finding> findings) {
        HostReported was = host.report();
        return HostSnapshot.of(host.name(), host.partition(), was.with(was.baseImages(), findings), host.lastSeen());
    }

    /** A host of this size. */
    public static HostSnapshot sized(HostSnapshot host, int milliCpus, int memoryMiB, HostCapacity capacity) {
        HostReported was = host.report();
        return reported(host, milliCpus, memoryMiB, was.containers(), was.preparing(), capacity);
    }

    private static HostSnapshot reporting(HostSnapshot host, int containers, List<BaseImageState> preparing) {
        HostReported was = host.report();
        return reported(host, was.milliCpus(), was.memoryMiB(), containers, preparing, was.capacity());
    }

    private static HostSnapshot reported(
            HostSnapshot host,
            int milliCpus,
            int memoryMiB,
            int containers,
            List<BaseImageState> preparing,
            @Nullable HostCapacity capacity) {
        HostReported was = host.report();
        HostReported now = new HostReported(
                was.engineId(),
                was.engineVersion(),
                was.workerVersion(),
                milliCpus,
                memoryMiB,
                was.aliases(),
                was.sshPorts(),
                was.baseImages(),
                was.imageFacts(),
                was.url(),
                containers,
                null,
                null,
                preparing,
                was.installation(),
                capacity,
                was.storage(),
                null,
                was.intervalSeconds(),
                was.readsAccounts());
        return HostSnapshot.of(host.name(), host.partition(), now, host.lastSeen());
    }

    public static HostSnapshot seen(HostSnapshot host, Instant when) {
        return HostSnapshot.of(host.name(), host.partition(), host.report(), when);
    }

    public static DecisionContext context(HostSnapshot... hosts) {
        return at(NOW, hosts);
    }

    public static DecisionContext at(Instant now, HostSnapshot... hosts) {
        return new DecisionContext(now, List.of(hosts), CATALOG, Instant.EPOCH, POLICY);
    }

    /** Options that set only the number of CPUs. */
    public static PresetOptions cpus(String count) {
        return new PresetOptions(
                new BigDecimal(count),
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                null,
                null);
    }

    public static IntentId intent(long number) {
        return new IntentId("00000000-0000-7000-8000-%012x".formatted(number));
    }

    public static SshEndpoint ssh(int port) {
        return new SshEndpoint("127.0.0.1", new PortNumber(port));
    }

    public static Observation running(int port) {
        return new Observation(ContainerStatus.RUNNING, ssh(port), List.of(), "SHA256:key", NOW, null, false);
    }

    public static Observation paused(int port) {
        return new Observation(ContainerStatus.PAUSED, ssh(port), List.of(), "SHA256:key", NOW, null, false);
    }

    public static Observation stopped(int exitCode) {
        return new Observation(ContainerStatus.STOPPED, null, List.of(), null, NOW, exitCode, false);
    }
}
