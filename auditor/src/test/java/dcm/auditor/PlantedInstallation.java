package dcm.auditor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.auditor.engine.AuditedEngine;
import dcm.auditor.engine.AuditedEngine.EngineContainer;
import dcm.auditor.engine.AuditedEngine.ImageSettings;
import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.engine.AuditedEngines.UnreadHost;
import dcm.auditor.engine.ContainerInspection;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.log.LogReplay;
import dcm.auditor.log.OrderId;
import dcm.auditor.received.ReceivedAnswer;
import dcm.auditor.received.ReceivedAnswer.Result;
import dcm.auditor.received.ReceivedAnswer.State;
import dcm.auditor.views.AuditedViews;
import dcm.auditor.views.AuditedViews.ContainerRow;
import dcm.auditor.views.AuditedViews.ImageRow;
import dcm.auditor.views.AuditedViews.IntentRow;
import dcm.auditor.views.AuditedViews.PortRow;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredImage;
import dcm.contract.desired.DesiredState;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerCommitted;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.Event;
import dcm.contract.event.HostEvent.HostRemoved;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.Role;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.ContainerIntent.CommitContainer;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.Intent;
import dcm.contract.order.Order;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small installation in which everything agrees, until a test changes a part of it: Alice has an account, a running container that
 * publishes a port, and an image of it.
 */
final class PlantedInstallation {
    static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    static final Instant EARLIER = NOW.minusSeconds(3600);
    static final String ID = "dcm-test";
    static final HostName HOST = new HostName("n1");
    static final HostName OTHER_HOST = new HostName("n2");
    static final int HOST_PARTITION = 3;
    static final OwnerName ALICE = new OwnerName("alice");
    static final IntentId OPEN = intent(1);
    static final IntentId CREATE = intent(2);
    static final IntentId COMMIT = intent(3);
    static final ContainerId WEB = ContainerId.of(CREATE);
    static final ImageId MINE = ImageId.of(COMMIT);
    static final ImageDigest DIGEST = new ImageDigest("sha256:" + "a".repeat(64));
    static final Limits LIMITS = new Limits(500, 256, 100, null);
    static final Image BASE = new Image(new ImageName("debian-ssh:13"), DIGEST);
    static final SshEndpoint SSH = new SshEndpoint("127.0.0.1", new PortNumber(31000));
    static final ImageSettings IMAGE_SETTINGS =
            new ImageSettings(Map.of("PATH", "/usr/bin"), List.of("/usr/sbin/sshd", "-D"), "/root");
    static final PublishedPort HTTP = new PublishedPort("127.0.0.1", ContainerPort.tcp(8080));

    final List<Recorded> intents = new ArrayList<>();
    final List<Message<Event>> events = new ArrayList<>();
    final List<OrderId> orders = new ArrayList<>();
    final Map<String, DesiredState> wanted = new HashMap<>();
    boolean behind;
    final Map<String, Long> sequences = new HashMap<>();
    final Map<String, IntentRow> intentRows = new HashMap<>();
    final Set<String> audited = new HashSet<>();
    final Map<String, ContainerRow> containerRows = new HashMap<>();
    final List<PortRow> portRows = new ArrayList<>();
    final Map<String, ImageRow> imageRows = new HashMap<>();
    final Map<ContainerId, EngineContainer> engine = new HashMap<>();
    final Map<ContainerId, EngineContainer> otherEngine = new HashMap<>();
    final Set<HostName> hosts = new HashSet<>(Set.of(HOST, OTHER_HOST));
    final List<UnreadHost> unread = new ArrayList<>();
    final Set<String> engineImages = new HashSet<>();
    final List<ReceivedAnswer> received = new ArrayList<>();

    /** An intent and where it is recorded. */
    record Recorded(LogPosition position, Message<Intent> message) {}

    PlantedInstallation() {
        record(OPEN, OpenAccount.of(profile(), List.of()));
        record(CREATE, CreateContainer.of(new ImageName("debian-ssh")));
        record(COMMIT, new CommitContainer(new Handle("web"), new ImageName("mine:1"), null, false, false));
        happened(1L, 0L, AccountOpened.of(OPEN, profile(), List.of(), null));
        happened(2L, 1L, placed(CREATE, WEB, "web"));
        happened(3L, null, started(CREATE, WEB, SSH));
        happened(
                4L,
                2L,
                new CommitOrdered(
                        COMMIT,
                        WEB,
                        2,
                        EARLIER.plusSeconds(60),
                        MINE,
                        new ImageName("mine:1"),
                        HOST,
                        HOST_PARTITION,
                        new ContainerName("web"),
                        BASE,
                        null,
                        false));
        happened(5L, null, committed());
        orders.add(new OrderId(WEB, 1));
        orders.add(new OrderId(WEB, 2));
        want(new DesiredContainer(WEB, ALICE, HOST, placed(CREATE, WEB, "web").spec(), DesiredStatus.RUNNING, 2, 2));
        want(new DesiredImage(MINE, ALICE, HOST, false, null));
        sequences.put("alice", 5L);
        for (IntentId id : List.of(OPEN, CREATE, COMMIT)) {
            intentRows.put(id.value(), new IntentRow(id.value(), "done", true, true));
            audited.add(id.value());
        }
        containerRows.put(WEB.value(), containerRow(256));
        portRows.add(new PortRow(WEB.value(), "alice", "127.0.0.1", 8080, "tcp"));
        imageRows.put(MINE.value(), new ImageRow(MINE.value(), "alice", "mine:1", "ready", "n1", false));
        engine.put(WEB, engineContainer(WEB, "running", 256, 31000));
        engineImages.add(MINE.value());
        received.add(answer(CREATE, State.ACCEPTED, null, null));
        received.add(answer(CREATE, State.DONE, null, "127.0.0.1:31000"));
        received.add(answer(COMMIT, State.RECORDED, null, null));
    }

    AuditReport audit() {
        return Auditor.compare(log(), views(), engines(), received);
    }

    private AuditedEngines engines() {
        return new AuditedEngines(
                List.of(
                        new AuditedEngine(ID, HOST.value(), "runc", engine, engineImages),
                        new AuditedEngine(ID, OTHER_HOST.value(), "runc", otherEngine, Set.of())),
                unread,
                hosts);
    }

    private AuditedLog log() {
        LogReplay fold = new LogReplay(NOW);
        intents.forEach(intent -> fold.intent(intent.position(), intent.message()));
        events.forEach(fold::event);
        orders.forEach(order -> fold.order(new Message<>(
                envelope(order.toString(), EARLIER),
                new Order.Start(HOST, ALICE, order.container(), order.number(), null))));
        wanted.forEach((key, thing) -> fold.wanted(HOST, key, thing));
        return fold.end();
    }

    private AuditedViews views() {
        return new AuditedViews(Map.of(), behind, sequences, intentRows, audited, containerRows, portRows, imageRows);
    }

    static IntentId intent(int n) {
        return new IntentId("00000000-0000-7000-8000-%012d".formatted(n));
    }

    /** Records an intent of Alice's an hour ago. */
    void record(IntentId id, Intent intent) {
        record(id, intent, EARLIER);
    }

    void record(IntentId id, Intent intent, Instant time) {
        intents.add(new Recorded(
                new LogPosition("dcm.intents", 0, intents.size()), new Message<>(envelope(id.value(), time), intent)));
    }

    /** Adds an event of Alice's, which answers the intent at {@code offset}, or a report. */
    void happened(long sequence, @Nullable Long offset, Event event) {
        LogPosition input = offset == null
                ? new LogPosition("dcm.reports", 0, events.size())
                : new LogPosition("dcm.intents", 0, offset);
        events.add(new Message<>(envelope("owner/alice:" + sequence, EARLIER).asEvent(sequence, input), event));
    }

    /** Adds the removal of the host, which has returned since. */
    void hostRemoved(long sequence, Instant time) {
        Envelope envelope = Envelope.first(
                "host/n1:" + sequence, "test", AggregateId.of(HOST), time, Actor.INSTALLATION, TraceParent.fresh());
        events.add(new Message<>(
                envelope.asEvent(sequence, new LogPosition("dcm.reports", 0, events.size())),
                new HostRemoved(intent(8))));
    }

    void want(DesiredState thing) {
        wanted.put(thing.key(), thing);
    }

    private static Envelope envelope(String id, Instant time) {
        return Envelope.first(id, "test", AggregateId.of(ALICE), time, Actor.account(ALICE), TraceParent.fresh());
    }

    private static Profile profile() {
        return new Profile("Alice", Role.USER, null, null, null);
    }

    static ContainerPlaced placed(IntentId intent, ContainerId container, String name) {
        return new ContainerPlaced(
                intent,
                container,
                new ContainerName(name),
                BASE,
                LIMITS,
                HOST,
                HOST_PARTITION,
                1,
                EARLIER.plusSeconds(60),
                List.of(ContainerPort.tcp(8080)),
                null,
                Settings.NONE,
                null,
                null,
                List.of());
    }

    static ContainerStarted started(IntentId intent, ContainerId container, SshEndpoint ssh) {
        return new ContainerStarted(intent, container, 1, ssh, List.of(HTTP), "SHA256:key", EARLIER);
    }

    static ContainerCommitted committed() {
        return new ContainerCommitted(COMMIT, WEB, 2, MINE, DIGEST, new ImageFacts(1, 1, 1, EARLIER));
    }

    /** A quota that allows no container. */
    static Quota noContainer() {
        return new Quota(Map.of(Resource.CONTAINERS, 0L));
    }

    static ContainerRow containerRow(int countedMemory) {
        return new ContainerRow(
                WEB.value(),
                "alice",
                "web",
                DIGEST.value(),
                "n1",
                "running",
                "running",
                500,
                256,
                100,
                500,
                countedMemory,
                100,
                1,
                31000,
                5);
    }

    /** The row of the container after it was lost. */
    static ContainerRow lostRow(int sequence) {
        return new ContainerRow(
                WEB.value(),
                "alice",
                "web",
                DIGEST.value(),
                "n1",
                "lost",
                "lost",
                500,
                256,
                100,
                500,
                256,
                100,
                1,
                31000,
                sequence);
    }

    static EngineContainer engineContainer(ContainerId id, String status, int memoryMib, int sshPort) {
        return ContainerInspection.container(id, inspected(id, status, memoryMib, sshPort), IMAGE_SETTINGS);
    }

    /** What {@code docker inspect} shows. */
    static ObjectNode inspected(ContainerId id, String status, int memoryMib, int sshPort) {
        String text = """
            {
              "Image": "%1$s",
              "State": {"Status": "%2$s"},
              "Config": {
                "Hostname": "web",
                "Env": ["PATH=/usr/bin", "DCM_USER=alice", "DCM_CONTAINER=%3$s", "DCM_NAME=web", "DCM_HOSTS=web"],
                "Cmd": ["/usr/sbin/sshd", "-D"],
                "WorkingDir": "/root",
                "Labels": {"dcm.installation": "%4$s", "dcm.owner": "alice", "dcm.container": "%3$s"}
              },
              "HostConfig": {
                "NetworkMode": "dcm-%4$s-alice",
                "Privileged": false,
                "CapDrop": ["ALL"],
                "CapAdd": ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_SETUID", "CAP_SETGID",
                           "CAP_SETPCAP", "CAP_KILL", "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT", "CAP_AUDIT_WRITE"],
                "SecurityOpt": null,
                "IpcMode": "private",
                "PidMode": "",
                "Devices": [],
                "DeviceRequests": null,
                "Runtime": "dcm",
                "Memory": %5$d,
                "MemorySwap": %5$d,
                "NanoCpus": 500000000,
                "PidsLimit": 100,
                "ShmSize": 67108864,
                "Ulimits": [{"Name": "nofile", "Soft": 16384, "Hard": 16384}],
                "Sysctls": {"net.ipv4.ping_group_range": "0 65535"},
                "Binds": ["/srv/dcm/storage/alice/root:/root:rw", "/srv/dcm/storage/alice/home:/home/alice:rw",
                          "/srv/dcm/keys/alice:/etc/dcm/keys:ro"],
                "PortBindings": {"22/tcp": [{"HostIp": "127.0.0.1", "HostPort": "%6$d"}],
                                 "8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}]}
              }
            }
            """.formatted(DIGEST.value(), status, id.value(), ID, memoryMib * 1024L * 1024L, sshPort);
        try {
            return (ObjectNode) new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** An answer about an intent. */
    static ReceivedAnswer answer(IntentId intent, State state, @Nullable String code, @Nullable String ssh) {
        return new ReceivedAnswer(intent.value(), new Result(state, code, null, ssh, null), List.of());
    }
}
