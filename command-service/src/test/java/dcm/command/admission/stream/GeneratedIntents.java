package dcm.command.admission.stream;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.identity.Actor;
import dcm.contract.identity.Batch;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.identity.Settings;
import dcm.contract.intent.AccountIntent.BindSignIn;
import dcm.contract.intent.AccountIntent.ChangeProfile;
import dcm.contract.intent.AccountIntent.ChangeProfile.Clearable;
import dcm.contract.intent.AccountIntent.GrantPreset;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.RebindSignIn;
import dcm.contract.intent.AccountIntent.RecordSignIn;
import dcm.contract.intent.AccountIntent.ReleaseSignIn;
import dcm.contract.intent.AccountIntent.RevokePreset;
import dcm.contract.intent.AccountIntent.SetQuota;
import dcm.contract.intent.ContainerIntent.CommitContainer;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.OpenTerminal;
import dcm.contract.intent.ContainerIntent.PauseContainer;
import dcm.contract.intent.ContainerIntent.RecreateContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ContainerIntent.RenameContainer;
import dcm.contract.intent.ContainerIntent.RestartContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.ContainerIntent.UnpauseContainer;
import dcm.contract.intent.ImageIntent.FlattenImage;
import dcm.contract.intent.ImageIntent.ImportImage;
import dcm.contract.intent.ImageIntent.RemoveImage;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.preset.PresetName;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.GroupSnapshot;
import dcm.contract.snapshot.PresetSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Random intents, sensible and not. */
final class GeneratedIntents {
    private final Random random;

    /** A preset that can be granted. */
    static final PresetSnapshot BIG = new PresetSnapshot(
            new PresetName("big"), 1, "Many CPUs", TestInstallation.cpus("16"), false, TestInstallation.NOW);

    private static final GroupName STUDENTS = new GroupName("students");

    /** Limits for all accounts and for the group of students, all small. */
    static final Catalog CATALOG = Catalog.of(List.of(
            BIG,
            GroupSnapshot.empty(GroupName.EVERYBODY)
                    .define(
                            "",
                            new Quota(Map.of(
                                    Resource.CONTAINERS, 3L,
                                    Resource.RUNNING, 2L,
                                    Resource.MILLI_CPUS, 4000L,
                                    Resource.MEMORY_MIB, 4096L,
                                    Resource.PIDS, 1200L,
                                    Resource.PORTS, 2L,
                                    Resource.IMAGES, 1L,
                                    Resource.IMAGE_MIB, 150L)),
                            TestInstallation.NOW),
            GroupSnapshot.empty(STUDENTS)
                    .define("", new Quota(Map.of(Resource.RUNNING, 1L, Resource.IMAGES, 2L)), TestInstallation.NOW)));

    private static final Actor ADMIN = Actor.account(new OwnerName("admin"));

    GeneratedIntents(Random random) {
        this.random = random;
    }

    OwnerIntent any(OwnerState state) {
        return switch (random.nextInt(31)) {
            case 0 -> OpenAccount.of(Profile.of("Alice", Role.USER), List.of());
            case 1 -> new BindSignIn("https://id.example", "alice-" + random.nextInt(2));
            case 2, 3, 4, 5 -> create();
            case 6, 7 -> new StartContainer(handle(state));
            case 8, 9 -> new StopContainer(handle(state));
            case 10 -> new RestartContainer(handle(state));
            case 11, 12 -> new PauseContainer(handle(state));
            case 13 -> new UnpauseContainer(handle(state));
            case 14, 15, 16 ->
                new CommitContainer(handle(state), ownImage(), null, random.nextBoolean(), random.nextBoolean());
            case 17 -> new RemoveImage(ownImage());
            case 21, 22 -> new FlattenImage(ownImage(), null);
            case 23 -> new ImportImage(ownImage(), null, null);
            case 18, 19 -> new GrantPreset(preset(), null, null, ADMIN);
            case 20 -> new RevokePreset(preset());
            case 26 -> new SetQuota(quota());
            case 28 -> random.nextBoolean() ? new ReleaseSignIn() : new RebindSignIn("https://new.example", "alice-1");
            case 27 ->
                new ChangeProfile(
                        null, null, null, random.nextBoolean() ? STUDENTS : null, null, Set.of(Clearable.GROUP));
            case 29 -> new RenameContainer(handle(state), new ContainerName("web" + random.nextInt(3)));
            case 24 -> new RecreateContainer(handle(state));
            case 30 -> random.nextBoolean() ? new OpenTerminal(handle(state), "root") : new RecordSignIn();
            default -> new RemoveContainer(handle(state), random.nextBoolean());
        };
    }

    private CreateContainer create() {
        ImageName image = switch (random.nextInt(20)) {
            case 0 -> new ImageName("windows");
            case 1, 2, 3, 4 -> ownImage();
            default -> TestInstallation.DEBIAN.name();
        };
        if (random.nextInt(4) == 0) {
            Batch batch = new Batch(1 + random.nextInt(3), random.nextBoolean() ? null : "web{n}");
            return new CreateContainer(
                    image, null, amount(10), amount(32), List.of(), null, Settings.NONE, batch, presetOrNone());
        }
        ContainerName name = random.nextBoolean() ? null : new ContainerName("web" + random.nextInt(3));
        return new CreateContainer(
                image, name, amount(10), amount(32), List.of(), null, Settings.NONE, null, presetOrNone());
    }

    private Quota quota() {
        Resource resource = Resource.values()[random.nextInt(Resource.values().length)];
        return random.nextBoolean() ? Quota.NONE : new Quota(Map.of(resource, (long) random.nextInt(4)));
    }

    private @Nullable PresetName presetOrNone() {
        return random.nextInt(3) == 0 ? preset() : null;
    }

    private PresetName preset() {
        return random.nextInt(10) == 0 ? new PresetName("unknown") : BIG.name();
    }

    private ImageName ownImage() {
        return new ImageName("mine:" + random.nextInt(2));
    }

    private @Nullable Integer amount(int least) {
        return switch (random.nextInt(8)) {
            case 0 -> least + random.nextInt(5000);
            case 1 -> Integer.MAX_VALUE - random.nextInt(5000);
            case 2, 3, 4 -> least;
            default -> null;
        };
    }

    private Handle handle(OwnerState state) {
        List<ContainerState> containers = List.copyOf(state.containers().values());
        if (containers.isEmpty() || random.nextInt(10) == 0) {
            return new Handle("nothing");
        }
        ContainerState container = containers.get(random.nextInt(containers.size()));
        return switch (random.nextInt(3)) {
            case 0 -> new Handle(container.id().value().substring(0, 4 + random.nextInt(13)));
            case 1 ->
                new Handle(
                        container.ssh() == null
                                ? "31000"
                                : container.ssh().port().toString());
            default -> new Handle(container.spec().name().value());
        };
    }
}
