package dcm.command.admission.decision;

import static dcm.command.admission.owner.EventFixtures.DB;
import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.owner.EventFixtures;
import dcm.command.admission.owner.OwnerScenario;
import dcm.command.admission.state.ImageState;
import dcm.contract.event.AccountEvent.HomesMeasured;
import dcm.contract.event.AccountEvent.ProfileChanged;
import dcm.contract.event.AccountEvent.QuotaSet;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerCommitted;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.DiskMeasured;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.identity.Settings;
import dcm.contract.intent.ContainerIntent.CommitContainer;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.RestartContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.intent.ImageIntent.FlattenImage;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import dcm.contract.report.AccountReport;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.DiskSeen;
import dcm.contract.snapshot.GroupSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Limits of accounts, groups and the default, and their enforcement. */
class QuotaUsageTest {
    private static final GroupName STUDENTS = new GroupName("students");
    private static final ProfileChanged STUDENT =
            new ProfileChanged(TestInstallation.intent(7), new Profile("Alice", Role.USER, null, STUDENTS, null));
    private static final CreateContainer CREATE = CreateContainer.of(TestInstallation.DEBIAN.name());
    private static final ImageName MINE = new ImageName("mine:1");
    private static final ImageDigest DIGEST = new ImageDigest("sha256:" + "cd".repeat(32));
    private static final long MIB = 1L << 20;

    // ---- precedence of limits ----

    @Test
    void mostSpecificLimitApplies() {
        GroupSnapshot everybody = group(GroupName.EVERYBODY, Resource.CONTAINERS, 0);
        GroupSnapshot students = group(STUDENTS, Resource.CONTAINERS, 1);

        given(OPENED).catalog(everybody, students).when(CREATE).thenRejected(ErrorCode.QUOTA_EXCEEDED);
        given(OPENED, STUDENT).catalog(everybody, students).when(CREATE).thenOnly(ContainerPlaced.class);
        given(OPENED, STUDENT, own(Resource.CONTAINERS, 0))
                .catalog(everybody, students)
                .when(CREATE)
                .thenRejected(ErrorCode.QUOTA_EXCEEDED);
    }

    @Test
    void limitOfAnotherResourceDoesNotApply() {
        given(OPENED, STUDENT, own(Resource.IMAGES, 0))
                .catalog(group(STUDENTS, Resource.PORTS, 0))
                .when(CREATE)
                .thenOnly(ContainerPlaced.class);
    }

    @Test
    void rejectionNamesTheSourceOfTheLimitAndTheNumbers() {
        IntentRejected rejected = given(OPENED, STUDENT, EventFixtures.placed(WEB, "web"))
                .catalog(group(STUDENTS, Resource.CONTAINERS, 1))
                .when(CREATE)
                .thenRejected(ErrorCode.QUOTA_EXCEEDED);

        assertThat(rejected.detail())
                .contains(
                        "You have 1 of 1 containers; this would add 1.", "the group 'students'", "Remove a container");
        assertThat(rejected.numbers()).isEqualTo(Map.of("used", 1L, "asked", 1L, "limit", 1L));
    }

    @Test
    void unlimitedAccountIgnoresTheLimitsOfGroups() {
        given(OPENED, own(Resource.CONTAINERS, Resource.UNLIMITED))
                .catalog(group(GroupName.EVERYBODY, Resource.CONTAINERS, 0))
                .when(CREATE)
                .thenOnly(ContainerPlaced.class);
    }

    @Test
    void removedGroupSetsNoLimit() {
        given(OPENED, STUDENT)
                .catalog(group(STUDENTS, Resource.CONTAINERS, 0).remove(TestInstallation.NOW))
                .when(CREATE)
                .thenOnly(ContainerPlaced.class);
    }

    @Test
    void limitBelowTheUsageRejectsOnlyNewUsage() {
        OwnerScenario less = given(
                OPENED,
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                new QuotaSet(
                        TestInstallation.intent(8), new Quota(Map.of(Resource.CONTAINERS, 0L, Resource.PIDS, 0L))));

        less.when(new RestartContainer(new Handle("web"))).thenOnly(OperationOrdered.class);
        less.when(CREATE).thenRejected(ErrorCode.QUOTA_EXCEEDED);
    }

    // ---- what counts ----

    @Test
    void stoppingContainerCountsAsRunning() {
        OwnerScenario stopping = given(
                OPENED,
                own(Resource.RUNNING, 1),
                EventFixtures.placed(DB, "db"),
                EventFixtures.started(DB, 31_002),
                EventFixtures.stoppedWithoutOrder(DB),
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                new OperationOrdered(null, WEB, StateOperation.STOP, 2, null));

        stopping.when(new StartContainer(new Handle("db"))).thenRejected(ErrorCode.QUOTA_EXCEEDED);
        stopping.when(new StartContainer(new Handle("web"))).thenOnly(OperationOrdered.class);
    }

    @Test
    void startWithinTheRunningLimitIsAccepted() {
        OwnerScenario stopped = given(
                OPENED,
                own(Resource.RUNNING, 1),
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                EventFixtures.stoppedWithoutOrder(WEB));

        stopped.when(new StartContainer(new Handle("web"))).thenOnly(OperationOrdered.class);
    }

    @Test
    void publishedPortsAndProcessesAreCounted() {
        CreateContainer twoPorts = new CreateContainer(
                TestInstallation.DEBIAN.name(),
                null,
                null,
                null,
                List.of(ContainerPort.tcp(8080), ContainerPort.tcp(8081)),
                null,
                Settings.NONE,
                null,
                null);

        given(OPENED, own(Resource.PORTS, 2)).when(twoPorts).thenOnly(ContainerPlaced.class);
        given(OPENED, own(Resource.PORTS, 1)).when(twoPorts).thenRejected(ErrorCode.QUOTA_EXCEEDED);
        given(OPENED, own(Resource.PIDS, 511)).when(CREATE).thenRejected(ErrorCode.QUOTA_EXCEEDED);
        given(OPENED, own(Resource.PIDS, 512)).when(CREATE).thenOnly(ContainerPlaced.class);
    }

    @Test
    void createAndStartAreRejectedWhileTheHomesAreFull() {
        HomesMeasured full = new HomesMeasured(TestInstallation.N1.name(), 100, false);
        OwnerScenario stopped = given(
                OPENED,
                own(Resource.HOME_MIB, 100),
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                EventFixtures.stoppedWithoutOrder(WEB),
                full);

        assertThat(stopped.when(CREATE).thenRejected(ErrorCode.QUOTA_EXCEEDED).detail())
                .contains("Your home directories use 100 MiB of 100 MiB", "your account");
        stopped.when(new StartContainer(new Handle("web"))).thenRejected(ErrorCode.QUOTA_EXCEEDED);
        given(OPENED, own(Resource.HOME_MIB, 100), full, new HomesMeasured(TestInstallation.N1.name(), 99, false))
                .when(CREATE)
                .thenOnly(ContainerPlaced.class);
    }

    @Test
    void createWithFullHomesIsAcceptedOnlyWhenTheFilesystemEnforcesTheQuota() {
        HomesMeasured full = new HomesMeasured(TestInstallation.N1.name(), 100, true);

        given(OPENED, own(Resource.HOME_MIB, 100), full).when(CREATE).thenOnly(ContainerPlaced.class);
        given(OPENED, own(Resource.HOME_MIB, 100), full, new HomesMeasured(new HostName("n2"), 1, true))
                .when(CREATE)
                .thenRejected(ErrorCode.QUOTA_EXCEEDED);
        given(OPENED, own(Resource.HOME_MIB, 100), full, new HomesMeasured(TestInstallation.N1.name(), 100, false))
                .when(CREATE)
                .thenRejected(ErrorCode.QUOTA_EXCEEDED);
    }

    @Test
    void createIsRejectedWhileAContainerExceedsItsDiskLimit() {
        DiskMeasured tooMuch = new DiskMeasured(WEB, 10_241);
        OwnerScenario large = given(
                OPENED,
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                EventFixtures.stoppedWithoutOrder(WEB),
                tooMuch);

        assertThat(large.when(CREATE).thenRejected(ErrorCode.QUOTA_EXCEEDED).detail())
                .contains("The container 'web' (31001) uses 10241 MiB outside of your home directories;"
                        + " its limit is 10240 MiB");
        large.when(new StartContainer(new Handle("web"))).thenOnly(OperationOrdered.class);
        given(OPENED, EventFixtures.placed(WEB, "web"), tooMuch, new DiskMeasured(WEB, 10_240))
                .when(CREATE)
                .thenOnly(ContainerPlaced.class);
    }

    @Test
    void changedDiskUsageIsRecorded() {
        OwnerScenario known = given(OPENED, EventFixtures.placed(WEB, "web"), new DiskMeasured(WEB, 100));

        known.when(new DiskSeen(TestInstallation.N1.name(), WEB, 100)).thenNothing();
        known.when(new DiskSeen(TestInstallation.N1.name(), WEB, 120)).then(new DiskMeasured(WEB, 120));
    }

    @Test
    void changedHomeUsageIsRecorded() {
        HomesMeasured known = new HomesMeasured(TestInstallation.N1.name(), 100, false);

        given(OPENED, known)
                .when(new AccountReport.HomeSizeReported(TestInstallation.N1.name(), 100, false))
                .thenNothing();
        given(OPENED, known)
                .when(new AccountReport.HomeSizeReported(TestInstallation.N1.name(), 120, false))
                .then(new HomesMeasured(TestInstallation.N1.name(), 120, false));
        given(OPENED, known)
                .when(new AccountReport.HomeSizeReported(TestInstallation.N1.name(), 100, true))
                .then(new HomesMeasured(TestInstallation.N1.name(), 100, true));
    }

    @Test
    void homesOnAHostThatTheAccountNeverUsedDoNotCount() {
        AccountReport.HomeSizeReported seen =
                new AccountReport.HomeSizeReported(TestInstallation.N1.name(), 120, false);

        given(OPENED).when(seen).thenNothing();
        given(OPENED, EventFixtures.placed(WEB, "web"))
                .when(seen)
                .then(new HomesMeasured(TestInstallation.N1.name(), 120, false));
    }

    @Test
    void sharedHomesAreCountedOnce() {
        HomesMeasured known = new HomesMeasured(TestInstallation.N1.name(), 100, false);
        OwnerScenario shared = given(
                        OPENED,
                        known,
                        EventFixtures.placed(WEB, "web", TestInstallation.DEFAULTS, TestInstallation.N2, 1))
                .policy(TestInstallation.SHARED_STORAGE);

        shared.when(new AccountReport.HomeSizeReported(TestInstallation.N2.name(), 100, false))
                .thenNothing();
        shared.when(new AccountReport.HomeSizeReported(TestInstallation.N2.name(), 120, false))
                .then(new HomesMeasured(TestInstallation.N1.name(), 120, false));
    }

    @Test
    void sharedHomesAreNotMeasuredByHostsThatTheAccountNeverUsed() {
        given(OPENED, EventFixtures.placed(WEB, "web"))
                .policy(TestInstallation.SHARED_STORAGE)
                .when(new AccountReport.HomeSizeReported(TestInstallation.N2.name(), 100, false))
                .thenNothing();
    }

    @Test
    void sizesFromBeforeHomesWereSharedNoLongerCount() {
        given(
                        OPENED,
                        new HomesMeasured(TestInstallation.N1.name(), 100, false),
                        new HomesMeasured(TestInstallation.N2.name(), 50, false))
                .policy(TestInstallation.SHARED_STORAGE)
                .when(new AccountReport.HomeSizeReported(TestInstallation.N2.name(), 150, false))
                .then(
                        new HomesMeasured(TestInstallation.N1.name(), 150, false),
                        new HomesMeasured(TestInstallation.N2.name(), 0, false));
    }

    // ---- images ----

    @Test
    void commitOverTheImageLimitIsRejectedUnlessItReplacesAnImage() {
        CommitContainer another = new CommitContainer(new Handle("web"), new ImageName("other"), null, false, false);
        CommitContainer again = new CommitContainer(new Handle("web"), MINE, null, true, false);
        OwnerScenario withOne = given(
                OPENED,
                own(Resource.IMAGES, 1),
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                ordered(2),
                committed(2, 5 * MIB));

        withOne.when(another).thenRejected(ErrorCode.QUOTA_EXCEEDED);
        withOne.when(again).thenOnly(CommitOrdered.class);
    }

    @Test
    void committedImageOverTheSizeLimitIsRemoved() {
        OwnerScenario committing = given(
                OPENED,
                own(Resource.IMAGE_MIB, 10),
                EventFixtures.placed(WEB, "web"),
                EventFixtures.started(WEB, 31_001),
                ordered(2));

        OperationFailed failed = committing.when(done(10 * MIB + 1)).thenOnly(OperationFailed.class);
        assertThat(failed.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(failed.detail()).contains("0 MiB of 10 MiB", "11 MiB", "your account");
        assertThat(committing.when(done(10 * MIB + 1)).after().images().values())
                .allMatch(image -> image.phase() == ImageState.Phase.REMOVED);
        committing.when(done(10 * MIB)).thenOnly(ContainerCommitted.class);
    }

    @Test
    void commitIsRejectedWhenAllImageSpaceIsUsed() {
        given(
                        OPENED,
                        own(Resource.IMAGE_MIB, 5),
                        EventFixtures.placed(WEB, "web"),
                        EventFixtures.started(WEB, 31_001),
                        ordered(2),
                        committed(2, 5 * MIB))
                .when(new CommitContainer(new Handle("web"), new ImageName("other"), null, false, false))
                .thenRejected(ErrorCode.QUOTA_EXCEEDED);
    }

    @Test
    void untaggedImageCountsWhileAContainerUsesIt() {
        CommitContainer another = new CommitContainer(new Handle("web"), new ImageName("other"), null, false, false);
        ImageRemoved replaced = new ImageRemoved(null, IMAGE);

        given(withImage(own(Resource.IMAGES, 1), usingImage(DB), replaced))
                .when(another)
                .thenRejected(ErrorCode.QUOTA_EXCEEDED);
        given(withImage(own(Resource.IMAGES, 1), replaced)).when(another).thenOnly(CommitOrdered.class);
    }

    @Test
    void spaceOfAnUntaggedImageCountsUntilItsHostHasDeletedIt() {
        CommitContainer another = new CommitContainer(new Handle("web"), new ImageName("other"), null, false, false);
        ImageRemoved removed = new ImageRemoved(TestInstallation.intent(10), IMAGE);

        given(withImage(own(Resource.IMAGE_MIB, 5), removed)).when(another).thenRejected(ErrorCode.QUOTA_EXCEEDED);
        given(withImage(own(Resource.IMAGE_MIB, 5), removed, new ImageDeleted(IMAGE)))
                .when(another)
                .thenOnly(CommitOrdered.class);
    }

    @Test
    void replacingAnImageThatAContainerUsesNeedsRoomForBoth() {
        CommitContainer again = new CommitContainer(new Handle("web"), MINE, null, true, false);
        FlattenImage flatten = new FlattenImage(MINE, null);

        for (OwnerIntent replacing : List.of(again, flatten)) {
            given(withImage(own(Resource.IMAGES, 1), usingImage(DB)))
                    .when(replacing)
                    .thenRejected(ErrorCode.QUOTA_EXCEEDED);
            given(withImage(own(Resource.IMAGE_MIB, 5), usingImage(DB)))
                    .when(replacing)
                    .thenRejected(ErrorCode.QUOTA_EXCEEDED);
        }
    }

    /** An account with the container web, the image mine:1 of 5 MiB, and more. */
    private static OwnerEvent[] withImage(OwnerEvent... more) {
        return Stream.concat(
                        Stream.of(
                                OPENED,
                                EventFixtures.placed(WEB, "web"),
                                EventFixtures.started(WEB, 31_001),
                                ordered(2),
                                committed(2, 5 * MIB)),
                        Stream.of(more))
                .toArray(OwnerEvent[]::new);
    }

    private static ContainerPlaced usingImage(ContainerId container) {
        ContainerPlaced placed = EventFixtures.placed(container, "user");
        return new ContainerPlaced(
                placed.intent(),
                placed.container(),
                placed.name(),
                new Image(MINE, DIGEST),
                placed.limits(),
                placed.host(),
                placed.partition(),
                placed.number(),
                placed.deadline(),
                placed.ports(),
                placed.address(),
                placed.settings(),
                placed.batch(),
                placed.preset(),
                placed.batchNames());
    }

    private static QuotaSet own(Resource resource, long most) {
        return new QuotaSet(TestInstallation.intent(8), new Quota(Map.of(resource, most)));
    }

    private static GroupSnapshot group(GroupName name, Resource resource, long most) {
        return GroupSnapshot.empty(name).define("", new Quota(Map.of(resource, most)), TestInstallation.NOW);
    }

    private static final ImageId IMAGE = ImageId.of(TestInstallation.intent(9));

    private static CommitOrdered ordered(int number) {
        return new CommitOrdered(
                TestInstallation.intent(9),
                WEB,
                number,
                TestInstallation.DEADLINE,
                IMAGE,
                MINE,
                TestInstallation.N1.name(),
                1,
                new ContainerName("web"),
                TestInstallation.DEBIAN,
                null,
                false);
    }

    private static ContainerCommitted committed(int number, long bytes) {
        return new ContainerCommitted(TestInstallation.intent(9), WEB, number, IMAGE, DIGEST, facts(bytes));
    }

    private static CommitDone done(long bytes) {
        return new CommitDone(TestInstallation.N1.name(), WEB, 2, IMAGE, DIGEST, facts(bytes));
    }

    private static ImageFacts facts(long ownBytes) {
        return new ImageFacts(300 * MIB, ownBytes, 3, TestInstallation.NOW);
    }
}
