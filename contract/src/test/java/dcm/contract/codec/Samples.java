package dcm.contract.codec;

import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.baseimage.BaseImageState;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredImage;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.desired.HomesTransferRequested;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.desired.UndoneMoveCleanup;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.BaseImageEvent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.GroupEvent;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.HostEvent;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.event.PresetEvent;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.event.RegistryEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.Batch;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostLabel;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.ImageReference;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.LoginKeys;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.RegistryName;
import dcm.contract.identity.RemovalStep;
import dcm.contract.identity.Role;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.intent.AccountIntent;
import dcm.contract.intent.BaseImageIntent;
import dcm.contract.intent.CatalogIntent;
import dcm.contract.intent.ContainerIntent;
import dcm.contract.intent.GroupIntent;
import dcm.contract.intent.HandOverIntent;
import dcm.contract.intent.HomesIntent;
import dcm.contract.intent.HostIntent;
import dcm.contract.intent.ImageIntent;
import dcm.contract.intent.PresetIntent;
import dcm.contract.intent.QuarantineIntent;
import dcm.contract.intent.RegistryIntent;
import dcm.contract.notification.ContainerLaunched;
import dcm.contract.order.Order;
import dcm.contract.preset.Capability;
import dcm.contract.preset.Device;
import dcm.contract.preset.DeviceRequest;
import dcm.contract.preset.Grant;
import dcm.contract.preset.HostMount;
import dcm.contract.preset.Preset;
import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;
import dcm.contract.preset.Tmpfs;
import dcm.contract.preset.Ulimit;
import dcm.contract.problem.ErrorCode;
import dcm.contract.problem.HostRefusal;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import dcm.contract.registry.RegistryOptions;
import dcm.contract.report.AccountReport;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Finding;
import dcm.contract.report.HomeStorage;
import dcm.contract.report.HostAlive;
import dcm.contract.report.HostCapacity;
import dcm.contract.report.HostReported;
import dcm.contract.report.ImageAbsent;
import dcm.contract.report.Observation;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.contract.snapshot.GroupSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.LivenessSnapshot;
import dcm.contract.snapshot.PresetSnapshot;
import dcm.contract.snapshot.RegistrySnapshot;
import dcm.contract.transfer.HomesMove;
import dcm.contract.transfer.ImageRemovalPolicy;
import dcm.contract.transfer.TransferItem;
import dcm.contract.transfer.TransferredImage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One message of every type with all components present. The golden files of the current versions contain exactly these
 * messages.
 */
final class Samples {
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final HostName N1 = new HostName("n1");
    private static final HostName N2 = new HostName("n2");
    private static final LogPosition QUARANTINED = new LogPosition("dcm.intents", 17, 4711);
    private static final IntentId INTENT = new IntentId("0193a5c2-7b1e-7c3d-8a4b-5c6d7e8f9a0b");
    private static final ContainerId CONTAINER = new ContainerId("00112233445566aa");
    private static final ContainerName WEB = new ContainerName("web");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456Z");
    private static final Image IMAGE =
            new Image(new ImageName("debian-ssh:13"), new ImageDigest("sha256:" + "ab".repeat(32)));
    private static final List<ContainerPort> PORTS = List.of(ContainerPort.tcp(8080), ContainerPort.parse("5353/udp"));
    private static final List<PublishedPort> PUBLISHED =
            PORTS.stream().map(port -> new PublishedPort("192.0.2.11", port)).toList();
    private static final Settings SETTINGS = new Settings(
            Map.of("MODE", "test"),
            List.of("python3", "-m", "http.server"),
            "/srv",
            Map.of("user.course", "os"),
            "Europe/Berlin");
    private static final PresetName GPU = new PresetName("gpu");
    private static final PresetOptions OPTIONS = new PresetOptions(
            new BigDecimal("16"),
            65_536,
            4096,
            40_960,
            1024,
            List.of(Capability.SYS_PTRACE),
            List.of(new Device("/dev/fuse", "rw")),
            List.of(new DeviceRequest("nvidia", null, List.of("0"), List.of("gpu", "compute"))),
            List.of(new HostMount("/srv/data", "/data", true)),
            List.of(new Tmpfs("/scratch", 512)),
            Map.of("memlock", new Ulimit(-1L, -1L)),
            Map.of("net.core.somaxconn", "1024"),
            "nvidia",
            "gpu-box",
            true,
            "SIGINT");
    private static final Preset PRESET = new Preset(GPU, 2, OPTIONS);
    private static final GroupName STUDENTS = new GroupName("students");
    private static final Profile PROFILE = new Profile("Alice A.", Role.USER, "alice@lab.example", STUDENTS, NOON);
    private static final Quota QUOTA =
            new Quota(Stream.of(Resource.values()).collect(Collectors.toMap(r -> r, r -> r.ordinal() - 1L)));
    private static final Actor ADMIN = Actor.account(new OwnerName("admin"));
    private static final ContainerSpec SPEC =
            new ContainerSpec(WEB, IMAGE, new Limits(1000, 1024, 512, 20_480), PORTS, null, SETTINGS, PRESET);
    private static final SshEndpoint SSH = new SshEndpoint("192.0.2.10", new PortNumber(31_001));
    private static final String HOST_KEY = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";
    private static final List<PublicKey> KEYS = List.of(new PublicKey(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f alice@laptop"));
    private static final LoginKeys LOGIN_KEYS = new LoginKeys(
            N1,
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA");
    private static final Handle HANDLE = new Handle("31001");
    private static final Observation RUNNING =
            new Observation(ContainerStatus.RUNNING, SSH, PUBLISHED, HOST_KEY, NOON, null, false);
    private static final Observation STOPPED =
            new Observation(ContainerStatus.STOPPED, SSH, PUBLISHED, HOST_KEY, NOON, 137, true);
    private static final ImageId IMAGE_ID = new ImageId("8899aabbccddeeff");
    private static final ImageName MINE = new ImageName("mine:1");
    private static final ImageFacts FACTS = new ImageFacts(300_000_000, 50_000_000, 7, NOON);
    private static final List<HostLabel> LABELS = List.of(new HostLabel("fast"), new HostLabel("gpu"));
    private static final PlacementRequest PLACEMENT = new PlacementRequest(N1, LABELS, PlacementRequest.Spread.APART);
    private static final List<HostRefusal> REFUSALS =
            List.of(new HostRefusal(N1, HostRefusal.Reason.FULL, "full: 10 of 10 containers"));

    private static final HostReported HEARTBEAT = new HostReported(
            "engine-1",
            "26.1.5",
            "0.1.0",
            2000,
            24_000,
            List.of("192.0.2.10"),
            new PortRange(31_000, 31_999),
            List.of(IMAGE),
            Map.of(IMAGE.digest().value(), FACTS),
            "http://192.0.2.10:8084",
            3,
            List.of(new Finding("live-restore", Finding.Level.WARNING, "It is off.", "Switch it on.")),
            NOON,
            List.of(new BaseImageState(
                    IMAGE.name(), 2, BaseImageState.Stage.FAILED, IMAGE.digest(), "Nobody could log in.")),
            "cc25def6",
            new HostCapacity(20_000, 997, 3000, 3072, 9000L, 500_000L, 1021),
            new HomeStorage("5d0a5e0c-6c3b-4a39-9d4f-2f8c1b7a9e10", 100_000, 100_000),
            "0a1b2c3d4e5f6071",
            20,
            true);

    private static final BaseImageSource SOURCE =
            new BaseImageSource(BaseImageSource.Kind.PROMOTED, IMAGE.digest().value(), N1);

    private static final HostDeclaration DECLARATION = new HostDeclaration(
            new JoinId("01a22212-733d-7500-ae16-bd534cde11c9"),
            "5f1c",
            "192.0.2.10",
            List.of("192.0.2.10", "192.0.2.11"),
            PortRange.parse("31000-31999"));

    private static final OwnerName BOB = new OwnerName("bob");

    private static final AccountSnapshot ACCOUNT = new AccountSnapshot(
            ALICE,
            "Alice A.",
            Role.USER,
            KEYS,
            new AccountSnapshot.SignIn("https://id.example/realms/dcm", "5f1c"),
            NOON,
            List.of(new Grant(GPU, NOON, "for her thesis", ADMIN, NOON)),
            KEYS,
            new AccountSnapshot.Suspension("left the group", NOON, NOON),
            "alice@lab.example",
            STUDENTS,
            NOON,
            QUOTA,
            NOON,
            new AccountSnapshot.Removal(NOON, RemovalStep.STORAGE, List.of(N1), NOON, "No room.", BOB),
            new HomesMove(INTENT, N1, N2, NOON, HomesMove.Step.COPYING, 512, 128, NOON, "the connection broke"),
            List.of(LOGIN_KEYS));
    private static final ImageRemovalPolicy FATE = new ImageRemovalPolicy(ImageRemovalPolicy.Kind.HAND_OVER, BOB);
    private static final TransferItem ITEM = new TransferItem(MINE, N1, 48L, SPEC);
    private static final TransferredImage TRANSFERRED = new TransferredImage(IMAGE.digest(), N1, 5, FACTS);

    private static final RegistryName REGISTRY = new RegistryName("registry.lab.example:5000");
    private static final ImageReference REFERENCE = new ImageReference(REGISTRY + "/alice/tools:1");
    private static final RegistryOptions REGISTRY_OPTIONS = new RegistryOptions(
            List.of(new RegistryName("tokens.lab.example")), true, true, "-----BEGIN CERTIFICATE-----");

    private Samples() {}

    static <T> Message<T> message(T payload, boolean isEvent) {
        AggregateId aggregate = payload instanceof HostEvent && !(payload instanceof IntentRejected)
                        || payload instanceof HostIntent
                        || payload instanceof HostReported
                        || payload instanceof HostAlive
                        || payload instanceof HostSnapshot
                ? AggregateId.of(N1)
                : payload instanceof LivenessSnapshot
                        ? AggregateId.liveness(7)
                        : payload instanceof CatalogIntent
                                        || payload instanceof PresetEvent
                                        || payload instanceof GroupEvent
                                        || payload instanceof BaseImageEvent
                                        || payload instanceof RegistryEvent
                                        || payload instanceof CatalogSnapshot
                                ? AggregateId.CATALOG
                                : AggregateId.of(ALICE);
        Envelope cause = Envelope.first(
                INTENT.value(),
                "command-service",
                aggregate,
                NOON,
                Actor.account(ALICE),
                new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        if (!isEvent) {
            return new Message<>(cause, payload);
        }
        Envelope event = cause.next(aggregate + ":7", "admission", aggregate, NOON.plusMillis(8), Actor.account(ALICE))
                .asEvent(7, new LogPosition("dcm.intents", 3, 41));
        return new Message<>(event, payload);
    }

    static <T> Map<String, T> of(Family<T> family, List<? extends T> payloads) {
        Map<String, T> samples = new LinkedHashMap<>();
        payloads.forEach(payload -> samples.put(family.nameOf(payload), payload));
        return samples;
    }

    static final Map<Family<?>, List<?>> ALL = Map.of(
            Families.INTENTS,
            List.of(
                    new AccountIntent.OpenAccount(
                            "Alice A.", Role.USER, KEYS, "alice@lab.example", STUDENTS, NOON, QUOTA),
                    new AccountIntent.BindSignIn("https://id.example/realms/dcm", "5f1c"),
                    new ContainerIntent.CreateContainer(
                            new ImageName("debian-ssh"),
                            WEB,
                            1500,
                            2048,
                            PORTS,
                            "198.18.0.1",
                            SETTINGS,
                            new Batch(3, "web-{n}"),
                            GPU,
                            PLACEMENT),
                    new ContainerIntent.StartContainer(HANDLE),
                    new ContainerIntent.StopContainer(HANDLE),
                    new ContainerIntent.RestartContainer(HANDLE),
                    new ContainerIntent.PauseContainer(HANDLE),
                    new ContainerIntent.UnpauseContainer(HANDLE),
                    new ContainerIntent.RemoveContainer(HANDLE, true),
                    new ContainerIntent.CommitContainer(HANDLE, MINE, "with numpy", true, true),
                    new ImageIntent.RemoveImage(MINE),
                    new ContainerIntent.RenameContainer(HANDLE, WEB),
                    new ContainerIntent.RecreateContainer(HANDLE),
                    new ContainerIntent.OpenTerminal(HANDLE, "root"),
                    new AccountIntent.RecordSignIn(),
                    new ImageIntent.FlattenImage(MINE, "one layer"),
                    new ImageIntent.ImportImage(MINE, "from my laptop", REFERENCE),
                    new AccountIntent.AddKeys(KEYS),
                    new AccountIntent.RemoveKeys(List.of(HOST_KEY), true),
                    new AccountIntent.ReplaceKeys(KEYS, true),
                    new AccountIntent.SuspendAccount("left the group", true, true),
                    new AccountIntent.ResumeAccount(),
                    new AccountIntent.GrantPreset(GPU, NOON, "for her thesis", ADMIN),
                    new AccountIntent.RevokePreset(GPU),
                    new PresetIntent.DefinePreset(GPU, "One GPU", OPTIONS),
                    new PresetIntent.RetirePreset(GPU),
                    new BaseImageIntent.RegisterBaseImage(IMAGE.name(), SOURCE, "Debian", List.of(STUDENTS)),
                    new BaseImageIntent.ChangeBaseImage(IMAGE.name(), "Debian", List.of(STUDENTS)),
                    new BaseImageIntent.RetireBaseImage(IMAGE.name()),
                    new ImageIntent.PromoteImage(MINE, IMAGE.name(), "Debian", List.of(STUDENTS)),
                    new HandOverIntent.HandOverImage(MINE, BOB, MINE),
                    new HandOverIntent.HandOverContainer(HANDLE, BOB, WEB),
                    new HandOverIntent.HandOverAccount(BOB),
                    new HandOverIntent.ReserveAccount(INTENT, ALICE, List.of(ITEM), 310),
                    new HandOverIntent.EnterHomes(INTENT, ALICE, N1, List.of(new HostPartition(N1, 3))),
                    new HandOverIntent.ReserveHandOver(INTENT, ALICE, ITEM),
                    new HandOverIntent.ReleaseHandOver(INTENT),
                    new HandOverIntent.ReceiveHandOver(INTENT, TRANSFERRED),
                    new HandOverIntent.ConfirmHandOver(INTENT),
                    new HandOverIntent.CompleteHandOver(INTENT),
                    new HandOverIntent.EndHandOver(INTENT, ErrorCode.QUOTA_EXCEEDED, "No room.", Map.of("limit", 1L)),
                    new HandOverIntent.CancelHandOver(INTENT),
                    new AccountIntent.ChangeProfile(
                            "Alice B.",
                            Role.ADMINISTRATOR,
                            "alice@lab.example",
                            STUDENTS,
                            NOON,
                            EnumSet.allOf(AccountIntent.ChangeProfile.Clearable.class)),
                    new AccountIntent.SetQuota(QUOTA),
                    new AccountIntent.ResetPassword(),
                    new AccountIntent.RebindSignIn("https://new.example", "a-7"),
                    new AccountIntent.ReleaseSignIn(),
                    new HostIntent.CordonHost("new disks"),
                    new HostIntent.DrainHost(NOON, "new disks"),
                    new HostIntent.UncordonHost(),
                    new HostIntent.LabelHost(LABELS),
                    new HostIntent.RemoveHost(),
                    new HostIntent.JoinHost(DECLARATION),
                    new RegistryIntent.PermitRegistry(REGISTRY, REGISTRY_OPTIONS),
                    new RegistryIntent.ForbidRegistry(REGISTRY),
                    new QuarantineIntent.ReleaseRecord(QUARANTINED),
                    new QuarantineIntent.DiscardRecord(QUARANTINED),
                    new AccountIntent.RemoveAccount(true, FATE),
                    new HomesIntent.MoveHomes(N2),
                    new HomesIntent.CancelHomesMove(),
                    new GroupIntent.DefineGroup(STUDENTS, "Operating systems", QUOTA),
                    new GroupIntent.RemoveGroup(STUDENTS),
                    new GroupIntent.GrantPresetToGroup(STUDENTS, GPU, NOON, "for the course", ADMIN),
                    new GroupIntent.RevokePresetFromGroup(STUDENTS, GPU)),
            Families.EVENTS,
            List.of(
                    new IntentRejected(
                            INTENT,
                            ErrorCode.QUOTA_EXCEEDED,
                            "You have 10 of 10 containers.",
                            Map.of("limit", 10L),
                            REFUSALS),
                    new AccountEvent.AccountOpened(
                            INTENT, "Alice A.", Role.USER, KEYS, "alice@lab.example", STUDENTS, NOON, QUOTA),
                    new AccountEvent.SignInBound(INTENT, "https://id.example/realms/dcm", "5f1c"),
                    new ContainerEvent.ContainerPlaced(
                            INTENT,
                            CONTAINER,
                            WEB,
                            IMAGE,
                            SPEC.limits(),
                            N1,
                            5,
                            1,
                            NOON,
                            PORTS,
                            "198.18.0.1",
                            SETTINGS,
                            3,
                            PRESET,
                            List.of(WEB, new ContainerName("web-2")),
                            PLACEMENT,
                            new ContainerEvent.Recreation(true)),
                    new ContainerEvent.PlacementRefused(
                            INTENT, CONTAINER, N1, 1, ErrorCode.HOST_FULL, "No SSH port is free."),
                    new ContainerEvent.CommitOrdered(
                            INTENT, CONTAINER, 2, NOON, IMAGE_ID, MINE, N1, 5, WEB, IMAGE, "with numpy", true),
                    new ContainerEvent.ContainerCommitted(
                            INTENT, CONTAINER, 2, IMAGE_ID, IMAGE.digest(), FACTS.with("sha256:" + "e5".repeat(32))),
                    new ContainerEvent.OperationProgressed(INTENT, CONTAINER, 2, "Flattening 300 MiB.", NOON),
                    new ContainerEvent.DiskMeasured(CONTAINER, 310),
                    new ImageEvent.ImageRemoved(INTENT, IMAGE_ID),
                    new ImageEvent.ImageDeleted(IMAGE_ID),
                    new ImageEvent.ImageHostChanged(IMAGE_ID, N1),
                    new ContainerEvent.ContainerRenamed(INTENT, CONTAINER, WEB),
                    new ContainerEvent.OperationOrdered(INTENT, CONTAINER, StateOperation.STOP, 2, NOON),
                    new ContainerEvent.TerminalOpened(INTENT, CONTAINER, "root"),
                    new AccountEvent.SignedIn(INTENT),
                    new ContainerEvent.ContainerStarted(INTENT, CONTAINER, 1, SSH, PUBLISHED, HOST_KEY, NOON),
                    new ContainerEvent.ContainerStopped(INTENT, CONTAINER, 2, 137, true, "Out of memory."),
                    new ContainerEvent.ContainerPaused(INTENT, CONTAINER, 2),
                    new ContainerEvent.ContainerUnpaused(INTENT, CONTAINER, 3),
                    new ContainerEvent.ContainerRemoved(INTENT, CONTAINER, 4),
                    new ContainerEvent.ContainerLost(CONTAINER, "Removed behind DCM's back.", N1),
                    new ContainerEvent.OperationFailed(
                            INTENT,
                            CONTAINER,
                            Operation.START,
                            2,
                            ErrorCode.ENGINE_FAILED,
                            "no space left",
                            ContainerStatus.STOPPED,
                            REFUSALS),
                    new HostEvent.HostRegistered("engine-1", 5, new PortRange(31_000, 31_999)),
                    new HostEvent.HostRefused("engine-2", ErrorCode.HOST_CONFLICT, "Another engine has this name."),
                    new ImageEvent.FlattenOrdered(
                            INTENT,
                            IMAGE_ID,
                            CONTAINER,
                            NOON,
                            MINE,
                            N1,
                            5,
                            new ImageId("8899aabbccddee00"),
                            IMAGE,
                            "one layer"),
                    new ImageEvent.FlattenProgressed(INTENT, IMAGE_ID, "Copied 300 MiB."),
                    new ImageEvent.ImageFlattened(INTENT, IMAGE_ID, IMAGE.digest(), FACTS),
                    new ImageEvent.FlattenFailed(INTENT, IMAGE_ID, ErrorCode.ENGINE_FAILED, "no space left"),
                    new ImageEvent.ImportOrdered(
                            INTENT, IMAGE_ID, CONTAINER, NOON, MINE, N1, 5, "from my laptop", REFERENCE),
                    new ImageEvent.ImportProgressed(INTENT, IMAGE_ID, "Read 300 MiB."),
                    new ImageEvent.ImageImported(INTENT, IMAGE_ID, IMAGE.digest(), FACTS),
                    new ImageEvent.ImportFailed(INTENT, IMAGE_ID, ErrorCode.BAD_INPUT, "no archive"),
                    new AccountEvent.KeysChanged(INTENT, KEYS, true),
                    new AccountEvent.AccountSuspended(INTENT, "left the group", true),
                    new AccountEvent.AccountResumed(INTENT),
                    new AccountEvent.PresetGranted(INTENT, GPU, NOON, "for her thesis", ADMIN),
                    new AccountEvent.PresetRevoked(INTENT, GPU),
                    new PresetEvent.PresetDefined(INTENT, GPU, 2, "One GPU", OPTIONS),
                    new BaseImageEvent.BaseImageRegistered(
                            INTENT, IMAGE.name(), 2, SOURCE, "Debian", List.of(STUDENTS)),
                    new BaseImageEvent.BaseImageChanged(INTENT, IMAGE.name(), "Debian", List.of(STUDENTS)),
                    new BaseImageEvent.BaseImageRetired(INTENT, IMAGE.name()),
                    new RegistryEvent.RegistryPermitted(INTENT, REGISTRY, REGISTRY_OPTIONS),
                    new RegistryEvent.RegistryForbidden(INTENT, REGISTRY),
                    new ImageEvent.ImagePromoted(
                            INTENT, IMAGE_ID, IMAGE.name(), IMAGE.digest(), N1, "Debian", List.of(STUDENTS)),
                    new HandOverEvent.HandOverBegun(INTENT, BOB, ITEM, IMAGE_ID, CONTAINER, true),
                    new HandOverEvent.AccountOffered(INTENT, BOB, List.of(ITEM), 310),
                    new HandOverEvent.AccountReserved(INTENT, INTENT, ALICE),
                    new HandOverEvent.HomesEntered(INTENT, INTENT, ALICE, N1, List.of(new HostPartition(N1, 3))),
                    new HandOverEvent.HandOverSent(INTENT, IMAGE_ID, TRANSFERRED),
                    new HandOverEvent.HandedOver(INTENT, BOB),
                    new HandOverEvent.HandOverFailed(INTENT, ErrorCode.QUOTA_EXCEEDED, "No room.", Map.of("limit", 1L)),
                    new HandOverEvent.HandOverReserved(INTENT, INTENT, ALICE, ITEM),
                    new HandOverEvent.HandOverDeclined(
                            INTENT, INTENT, ALICE, ErrorCode.QUOTA_EXCEEDED, "No room.", Map.of("limit", 1L)),
                    new HandOverEvent.HandOverReceived(INTENT, INTENT, ALICE, ITEM, IMAGE_ID, TRANSFERRED),
                    new HandOverEvent.HandOverStepped(INTENT, INTENT),
                    new PresetEvent.PresetRetired(INTENT, GPU),
                    new AccountEvent.ProfileChanged(INTENT, PROFILE),
                    new AccountEvent.QuotaSet(INTENT, QUOTA),
                    new AccountEvent.PasswordReset(INTENT),
                    new AccountEvent.SignInReleased(INTENT),
                    new HostEvent.HostCordoned(INTENT, "new disks", NOON),
                    new HostEvent.HostUncordoned(INTENT),
                    new HostEvent.HostLabeled(INTENT, LABELS),
                    new HostEvent.HostRemoved(INTENT),
                    new HostEvent.HostJoined(INTENT, DECLARATION),
                    new QuarantineEvent.RecordQuarantined(
                            QUARANTINED,
                            "owner/alice",
                            Map.of("ce_type", "stop-containr"),
                            "e30=",
                            "unknown type 'stop-containr'"),
                    new QuarantineEvent.RecordReleased(INTENT, QUARANTINED),
                    new QuarantineEvent.RecordDiscarded(INTENT, QUARANTINED),
                    new AccountEvent.AccountRemovalBegun(INTENT, true, FATE, BOB),
                    new AccountEvent.ImageRemovalPolicyChanged(INTENT, FATE),
                    new AccountEvent.RemovalAdvanced(INTENT, RemovalStep.STORAGE, List.of(new HostPartition(N1, 5))),
                    new AccountEvent.StorageRemoved(N1),
                    new AccountEvent.HomesLost(N1),
                    new HomesMoveEvent.HomesMoveBegun(INTENT, N1, new HostPartition(N2, 6), List.of(CONTAINER), 512),
                    new HomesMoveEvent.HomesCopyBegun(INTENT),
                    new HomesMoveEvent.HomesCopyProgressed(INTENT, 128, "the connection broke"),
                    new HomesMoveEvent.HomesReadFailed(INTENT, "tar: root/thesis: Input/output error"),
                    new HomesMoveEvent.HomesReceived(INTENT, 536_870_912, 4711),
                    new HomesMoveEvent.HomesMoved(INTENT, N1, N2, List.of(CONTAINER), List.of(CONTAINER)),
                    new HomesMoveEvent.HomesMoveFailed(
                            INTENT, N2, ErrorCode.HOST_FULL, "The disk is full.", Map.of("limit", 1L)),
                    new HomesMoveEvent.HomesMoveCancelled(INTENT, INTENT),
                    new HomesMoveEvent.HomesMoveRequestedAgain(INTENT, INTENT),
                    new HomesMoveEvent.FormerHomesRemoved(N1),
                    new AccountEvent.LoginKeysPublished(LOGIN_KEYS),
                    new AccountEvent.HomesMeasured(N1, 512, true),
                    new AccountEvent.AccountRemoved(INTENT),
                    new AccountEvent.AccountExpired(NOON),
                    new GroupEvent.GroupDefined(INTENT, STUDENTS, "Operating systems", QUOTA),
                    new GroupEvent.GroupRemoved(INTENT, STUDENTS),
                    new GroupEvent.PresetGrantedToGroup(INTENT, STUDENTS, GPU, NOON, "for the course", ADMIN),
                    new GroupEvent.PresetRevokedFromGroup(INTENT, STUDENTS, GPU)),
            Families.ORDERS,
            List.of(
                    new Order.Create(N1, ALICE, CONTAINER, 1, NOON, SPEC, List.of(WEB, new ContainerName("web-2"))),
                    new Order.Start(N1, ALICE, CONTAINER, 2, NOON),
                    new Order.Stop(N1, ALICE, CONTAINER, 2, NOON),
                    new Order.Restart(N1, ALICE, CONTAINER, 2, NOON),
                    new Order.Pause(N1, ALICE, CONTAINER, 2, NOON),
                    new Order.Unpause(N1, ALICE, CONTAINER, 2, NOON),
                    new Order.Commit(
                            N1, ALICE, CONTAINER, 2, NOON, IMAGE_ID, "with numpy", true, DesiredStatus.RUNNING),
                    new Order.Flatten(N1, ALICE, CONTAINER, 1, NOON, IMAGE_ID, IMAGE.digest(), "one layer"),
                    new Order.Import(N1, ALICE, CONTAINER, 1, NOON, IMAGE_ID, REFERENCE),
                    new Order.Remove(N1, ALICE, CONTAINER, 2, NOON)),
            Families.WANTED,
            List.of(
                    ACCOUNT.forHost(N1),
                    new DesiredContainer(CONTAINER, ALICE, N1, SPEC, DesiredStatus.RUNNING, 2, 1),
                    new DesiredImage(IMAGE_ID, ALICE, N1, true, IMAGE.digest()),
                    new OwnerRemovalRequested(ALICE, N1),
                    new HomesTransferRequested(ALICE, N1, BOB),
                    new UndoneMoveCleanup(ALICE, N1, INTENT)),
            Families.REPORTS,
            List.of(
                    new ContainerReport.OrderDone(N1, CONTAINER, 1, RUNNING),
                    new ContainerReport.OrderFailed(
                            N1, CONTAINER, 1, ErrorCode.ENGINE_FAILED, "no space left", STOPPED),
                    new ContainerReport.CommitDone(N1, CONTAINER, 2, IMAGE_ID, IMAGE.digest(), FACTS),
                    new ContainerReport.OrderProgressed(N1, CONTAINER, 2, "Flattening 300 MiB."),
                    new ImageAbsent(N1, IMAGE_ID),
                    new AccountReport.StorageAbsent(N1),
                    new AccountReport.SignInAbsent(),
                    new AccountReport.HomesArriving(N2, INTENT, 128, "the connection broke"),
                    new AccountReport.HomesArrived(N2, INTENT, 536_870_912, 4711),
                    new AccountReport.HomesRefused(N2, INTENT, ErrorCode.HOST_FULL, "The disk is full."),
                    new AccountReport.HomesUnreadable(N1, INTENT, "tar: root/thesis: Input/output error"),
                    new AccountReport.HomeSizeReported(N1, 512, true),
                    new AccountReport.LoginKeysReported(LOGIN_KEYS),
                    new ContainerReport.DiskSeen(N1, CONTAINER, 310),
                    new ContainerReport.ContainerObserved(N1, CONTAINER, 1, STOPPED),
                    HEARTBEAT,
                    new HostAlive("0a1b2c3d4e5f6071", HEARTBEAT.load())),
            Families.NOTICES,
            List.of(new ContainerLaunched(N1, CONTAINER, SSH, PUBLISHED)),
            Families.ACCOUNTS,
            List.of(ACCOUNT),
            Families.HOSTS,
            List.of(new HostSnapshot(
                    N1,
                    5,
                    HEARTBEAT,
                    NOON,
                    new HostSnapshot.Cordon("new disks", NOON, NOON),
                    NOON,
                    LABELS,
                    DECLARATION,
                    new HostSnapshot.Refusal("The SSH ports are others.", NOON, "engine-2"),
                    7L)),
            Families.LIVENESS,
            List.of(new LivenessSnapshot(Map.of(N1, new LivenessSnapshot.Seen(NOON, HEARTBEAT.load())))),
            Families.CATALOG,
            List.of(
                    new PresetSnapshot(GPU, 2, "One GPU", OPTIONS, true, NOON),
                    new BaseImageSnapshot(IMAGE.name(), 2, SOURCE, "Debian", List.of(STUDENTS), true, NOON),
                    new RegistrySnapshot(REGISTRY, REGISTRY_OPTIONS, true, NOON),
                    new GroupSnapshot(
                            STUDENTS,
                            "Operating systems",
                            QUOTA,
                            List.of(new Grant(GPU, NOON, "for the course", ADMIN, NOON)),
                            true,
                            NOON)));
}
