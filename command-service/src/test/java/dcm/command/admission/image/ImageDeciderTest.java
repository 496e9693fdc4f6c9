package dcm.command.admission.image;

import static dcm.command.admission.owner.EventFixtures.DB;
import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.EventFixtures.ordered;
import static dcm.command.admission.owner.EventFixtures.placed;
import static dcm.command.admission.owner.EventFixtures.started;
import static dcm.command.admission.owner.EventFixtures.stopped;
import static dcm.command.admission.owner.OwnerScenario.INTENT;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.OwnerScenario;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.desired.DesiredImage;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.AccountEvent.AccountSuspended;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerCommitted;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationProgressed;
import dcm.contract.event.ImageEvent.FlattenFailed;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.FlattenProgressed;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageFlattened;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.BaseImageIntent.RegisterBaseImage;
import dcm.contract.intent.ContainerIntent.CommitContainer;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ImageIntent.FlattenImage;
import dcm.contract.intent.ImageIntent.PromoteImage;
import dcm.contract.intent.ImageIntent.RemoveImage;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.Quota;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderProgressed;
import dcm.contract.report.ImageAbsent;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.GroupSnapshot;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageDeciderTest {
    private static final IntentId EARLIER = TestInstallation.intent(50);
    private static final ImageId MINE = ImageId.of(EARLIER);
    private static final ImageId NEW = ImageId.of(INTENT);
    private static final ImageDigest DIGEST = new ImageDigest("sha256:" + "cd".repeat(32));
    private static final ImageDigest NEW_DIGEST = new ImageDigest("sha256:" + "ef".repeat(32));
    private static final ImageFacts FACTS = new ImageFacts(300, 50, 3, TestInstallation.NOW);

    private static final FlattenOrdered FLATTENING = new FlattenOrdered(
            INTENT,
            NEW,
            ContainerId.of(INTENT),
            TestInstallation.NOW.plus(TestInstallation.POLICY.longOrderTime()),
            new ImageName("mine:1"),
            TestInstallation.N1.name(),
            1,
            MINE,
            new Image(new ImageName("mine:1"), DIGEST),
            "note");

    private static final OwnerEvent[] RUNNING = {OPENED, placed(WEB, "web"), started(WEB, 31_001)};

    // ---- committing ----

    @Test
    void commitIsOrderedOnTheHostOfTheContainerWithADeadlineOfOneHour() {
        OwnerScenario.Then then = given(RUNNING).when(commit("mine:1", false));

        then.then(new CommitOrdered(
                INTENT,
                WEB,
                2,
                TestInstallation.NOW.plusSeconds(3600),
                NEW,
                new ImageName("mine:1"),
                TestInstallation.N1.name(),
                1,
                new ContainerName("web"),
                TestInstallation.DEBIAN,
                "note",
                false));
        assertThat(then.thenEffects())
                .contains(new Effect.PublishDesiredState(
                        new DesiredImage(NEW, TestInstallation.ALICE, TestInstallation.N1.name(), false, null)))
                .filteredOn(effect -> effect instanceof Effect.SendOrder)
                .singleElement()
                .isEqualTo(new Effect.SendOrder(new Order.Commit(
                        TestInstallation.N1.name(),
                        TestInstallation.ALICE,
                        WEB,
                        2,
                        TestInstallation.NOW.plusSeconds(3600),
                        NEW,
                        "note",
                        false,
                        DesiredStatus.RUNNING)));
    }

    @Test
    void missingTagBecomesLatest() {
        CommitOrdered ordered = given(RUNNING).when(commit("mine", false)).thenOnly(CommitOrdered.class);

        assertThat(ordered.name()).hasToString("mine:latest");
    }

    @Test
    void commitOfAStoppedContainerIsAcceptedAndOfALostOneRejected() {
        given(OPENED, placed(WEB, "web"), started(WEB, 31_001), stopped(null, WEB, null, 0))
                .when(commit("mine", false))
                .thenOnly(CommitOrdered.class);
        given(OPENED, placed(WEB, "web"), started(WEB, 31_001), new ContainerLost(WEB, "gone"))
                .when(commit("mine", false))
                .thenRejected(ErrorCode.WRONG_STATE);
        given(OPENED, placed(WEB, "web"), started(WEB, 31_001), ordered(WEB, StateOperation.REMOVE, 2))
                .when(commit("mine", false))
                .thenRejected(ErrorCode.WRONG_STATE);
    }

    @Test
    void commitKeepsTheStateOfTheContainer() {
        OwnerState after = given(RUNNING).when(commit("mine", false)).after();

        assertThat(after.known(WEB).wanted()).isEqualTo(DesiredStatus.RUNNING);
        assertThat(after.known(WEB).phase()).isEqualTo(ContainerState.Phase.RUNNING);
    }

    @Test
    void commitWithATakenNameIsRejectedUnlessItReplacesTheImage() {
        OwnerEvent[] committed = with(RUNNING, ordering(MINE, "mine:1"), committed(MINE));

        IntentRejected rejected = given(committed).when(commit("mine:1", false)).thenRejected(ErrorCode.NAME_TAKEN);

        assertThat(rejected.detail()).contains("mine:1", "replace");
        given(committed).when(commit("mine:2", false)).thenOnly(CommitOrdered.class);
        given(committed).when(commit("mine:1", true)).thenOnly(CommitOrdered.class);
    }

    @Test
    void pendingCommitTakesItsName() {
        given(with(RUNNING, ordering(MINE, "mine:1")))
                .when(commit("mine:1", false))
                .thenRejected(ErrorCode.NAME_TAKEN);
    }

    @Test
    void commitWithTheNameOfABaseImageIsRejected() {
        given(RUNNING).when(commit("debian-ssh:mine", true)).thenRejected(ErrorCode.NAME_TAKEN);
    }

    @Test
    void replacedImageIsRemovedWhenTheNewImageIsCommitted() {
        OwnerEvent[] replacing = with(RUNNING, ordering(MINE, "mine:1"), committed(MINE), orderingAgain(NEW, "mine:1"));

        OwnerScenario.Then then =
                given(replacing).when(new CommitDone(TestInstallation.N1.name(), WEB, 3, NEW, NEW_DIGEST, FACTS));

        then.then(new ImageRemoved(null, MINE), new ContainerCommitted(INTENT, WEB, 3, NEW, NEW_DIGEST, FACTS));
        assertThat(then.after().usable(new ImageName("mine:1")))
                .extracting(ImageState::id)
                .containsExactly(NEW);
    }

    @Test
    void failedCommitLeavesNoImage() {
        OwnerScenario.Then then = given(with(RUNNING, ordering(MINE, "mine:1")))
                .when(new OrderFailed(
                        TestInstallation.N1.name(),
                        WEB,
                        2,
                        ErrorCode.ENGINE_FAILED,
                        "no space left",
                        TestInstallation.running(31_001)));

        then.thenKinds(OperationFailed.class);
        assertThat(then.thenEffects())
                .contains(new Effect.PublishDesiredState(
                        new DesiredImage(MINE, TestInstallation.ALICE, TestInstallation.N1.name(), true, null)));
        assertThat(then.after().usable(new ImageName("mine"))).isEmpty();
    }

    @Test
    void lateCommitIsIgnored() {
        OwnerEvent failed =
                new OperationFailed(EARLIER, WEB, Operation.COMMIT, 2, ErrorCode.DEADLINE_PASSED, "too late", null);

        given(with(RUNNING, ordering(MINE, "mine:1"), failed))
                .when(new CommitDone(TestInstallation.N1.name(), WEB, 2, MINE, DIGEST, FACTS))
                .thenNothing();
    }

    @Test
    void progressOfAPendingCommitIsRecorded() {
        given(with(RUNNING, ordering(MINE, "mine:1")))
                .when(new OrderProgressed(TestInstallation.N1.name(), WEB, 2, "so far"))
                .then(new OperationProgressed(EARLIER, WEB, 2, "so far", null));
        given(with(RUNNING, ordering(MINE, "mine:1"), committed(MINE)))
                .when(new OrderProgressed(TestInstallation.N1.name(), WEB, 2, "so far"))
                .thenNothing();
    }

    // ---- using ----

    @ParameterizedTest
    @CsvSource({"mine, mine:latest", "mine:1, mine:1", "other, other:2"})
    void containerIsCreatedFromAnImageOfTheOwner(String asked, String meant) {
        OwnerEvent[] committed = with(RUNNING, ordering(MINE, meant), committed(MINE));

        ContainerPlaced placed =
                given(committed).when(CreateContainer.of(new ImageName(asked))).thenOnly(ContainerPlaced.class);

        assertThat(placed.image()).isEqualTo(new Image(new ImageName(meant), DIGEST));
        assertThat(placed.host()).isEqualTo(TestInstallation.N1.name());
    }

    @Test
    void createIsRejectedWithoutTheHostOfTheImage() {
        given(with(RUNNING, ordering(MINE, "mine"), committed(MINE)))
                .policy(TestInstallation.SHARED_STORAGE)
                .hosts(TestInstallation.N2)
                .when(CreateContainer.of(new ImageName("mine")))
                .thenRejected(ErrorCode.NO_HOST);
    }

    @Test
    void imageInTheRegistryIsUsedOnAnyHost() {
        OwnerEvent[] pushed = with(RUNNING, ordering(MINE, "mine"), pushed(MINE));

        ContainerPlaced placed = given(pushed)
                .policy(TestInstallation.IMAGE_REGISTRY)
                .hosts(TestInstallation.N2)
                .when(CreateContainer.of(new ImageName("mine")))
                .thenOnly(ContainerPlaced.class);

        assertThat(placed.host()).isEqualTo(TestInstallation.N2.name());
        assertThat(placed.image().digest()).isEqualTo(DIGEST);
    }

    @Test
    void imageStaysOnItsHostWithoutARegistryOrIfItWasNotPushed() {
        given(with(RUNNING, ordering(MINE, "mine"), committed(MINE)))
                .policy(TestInstallation.IMAGE_REGISTRY)
                .hosts(TestInstallation.N2)
                .when(CreateContainer.of(new ImageName("mine")))
                .thenRejected(ErrorCode.NO_HOST);
        IntentRejected rejected = given(with(RUNNING, ordering(MINE, "mine"), pushed(MINE)))
                .policy(TestInstallation.SHARED_STORAGE)
                .hosts(TestInstallation.N2)
                .when(CreateContainer.of(new ImageName("mine")))
                .thenRejected(ErrorCode.NO_HOST);

        assertThat(rejected.detail()).contains("only on n1", "not in an image registry");
    }

    @Test
    void anotherHostTakesOverAnImageInTheRegistryIfItsHostIsRemoved() {
        OwnerScenario.Then gone = given(with(RUNNING, ordering(MINE, "mine"), pushed(MINE)))
                .policy(TestInstallation.IMAGE_REGISTRY)
                .hosts(TestInstallation.N2)
                .whenHostIsRemoved(TestInstallation.N1.name());

        assertThat(gone.after().images().get(MINE).host()).isEqualTo(TestInstallation.N2.name());
        assertThat(gone.thenEffects())
                .contains(
                        new Effect.PublishDesiredState(
                                new DesiredImage(MINE, gone.after().owner(), TestInstallation.N2.name(), false, null)),
                        new Effect.DeleteDesiredState(TestInstallation.N1.name(), DesiredImage.key(MINE)));
    }

    @Test
    void imageThatOnlyTheRemovedHostHadIsRemoved() {
        given(with(RUNNING, ordering(MINE, "mine"), committed(MINE)))
                .policy(TestInstallation.IMAGE_REGISTRY)
                .hosts(TestInstallation.N2)
                .whenHostIsRemoved(TestInstallation.N1.name())
                .thenHaveNoImages();
    }

    private static ContainerCommitted pushed(ImageId image) {
        return new ContainerCommitted(EARLIER, WEB, 2, image, DIGEST, FACTS.with("sha256:" + "e5".repeat(32)));
    }

    @Test
    void createFromAPendingImageIsRejected() {
        IntentRejected rejected = given(with(RUNNING, ordering(MINE, "mine:1")))
                .when(CreateContainer.of(new ImageName("mine")))
                .thenRejected(ErrorCode.UNKNOWN_IMAGE);

        assertThat(rejected.detail()).contains("debian-ssh:13").doesNotContain("mine:1");
    }

    // ---- removing ----

    @Test
    void removedImageLosesItsNameAndIsUnwantedOnItsHost() {
        OwnerScenario.Then then = given(with(RUNNING, ordering(MINE, "mine:1"), committed(MINE)))
                .when(new RemoveImage(new ImageName("mine:1")));

        then.then(new ImageRemoved(INTENT, MINE));
        assertThat(then.thenEffects())
                .containsExactly(new Effect.PublishDesiredState(
                        new DesiredImage(MINE, TestInstallation.ALICE, TestInstallation.N1.name(), true, null)));
        assertThat(then.after().usable(new ImageName("mine"))).isEmpty();
    }

    @Test
    void removalOfAnImageInUseIsRejectedAndNamesTheContainer() {
        OwnerEvent[] used = with(
                RUNNING,
                ordering(MINE, "mine:1"),
                committed(MINE),
                placedFrom(DB, "db", new Image(new ImageName("mine:1"), DIGEST)));

        IntentRejected rejected =
                given(used).when(new RemoveImage(new ImageName("mine:1"))).thenRejected(ErrorCode.IMAGE_IN_USE);

        assertThat(rejected.detail()).contains("db");
    }

    @Test
    void removalOfABaseImageOrUnknownImageIsRejected() {
        given(RUNNING).when(new RemoveImage(TestInstallation.DEBIAN.name())).thenRejected(ErrorCode.BASE_IMAGE);
        given(RUNNING).when(new RemoveImage(new ImageName("unknown"))).thenRejected(ErrorCode.UNKNOWN_IMAGE);
    }

    @Test
    void baseImageIsUsableOnlyByItsGroups() {
        GroupName students = new GroupName("students");
        GroupSnapshot group = GroupSnapshot.empty(students).define("", Quota.NONE, TestInstallation.NOW);
        OwnerScenario limited = given(OPENED).catalog(group, baseImage(false, students));

        IntentRejected rejected =
                limited.when(CreateContainer.of(new ImageName("debian-ssh"))).thenRejected(ErrorCode.UNKNOWN_IMAGE);

        assertThat(rejected.detail()).doesNotContain("debian-ssh:13");
        given(RUNNING)
                .catalog(group, baseImage(false, students))
                .when(new RemoveImage(TestInstallation.DEBIAN.name()))
                .thenRejected(ErrorCode.UNKNOWN_IMAGE);
        given(OPENED)
                .catalog(baseImage(true, GroupName.EVERYBODY))
                .when(CreateContainer.of(TestInstallation.DEBIAN.name()))
                .thenRejected(ErrorCode.UNKNOWN_IMAGE);
        given(OPENED)
                .catalog(baseImage(false, GroupName.EVERYBODY))
                .when(CreateContainer.of(TestInstallation.DEBIAN.name()))
                .thenKinds(ContainerPlaced.class);
    }

    private static BaseImageSnapshot baseImage(boolean retired, GroupName group) {
        return new BaseImageSnapshot(
                TestInstallation.DEBIAN.name(),
                1,
                new BaseImageSource(BaseImageSource.Kind.LOCAL, "dcm/debian-ssh:13", null),
                "",
                List.of(group),
                retired,
                TestInstallation.NOW);
    }

    @Test
    void imageOfASuspendedAccountIsPromotedAndRegistered() {
        OwnerEvent[] suspended = with(
                RUNNING,
                ordering(MINE, "mine:1"),
                committed(MINE),
                new AccountSuspended(TestInstallation.intent(51), null, false));
        ImageName solver = new ImageName("solver:1");
        List<GroupName> all = List.of(GroupName.EVERYBODY);

        OwnerScenario.Then then = given(suspended).when(new PromoteImage(new ImageName("mine"), solver, "Solves", all));

        then.then(new ImagePromoted(INTENT, MINE, solver, DIGEST, TestInstallation.N1.name(), "Solves", all));
        assertThat(then.thenEffects())
                .containsExactly(new Effect.AppendIntent(
                        AggregateId.CATALOG,
                        INTENT.following("register"),
                        new RegisterBaseImage(
                                solver,
                                new BaseImageSource(
                                        BaseImageSource.Kind.PROMOTED, DIGEST.value(), TestInstallation.N1.name()),
                                "Solves",
                                all)));
        given(suspended)
                .when(new PromoteImage(new ImageName("mine"), solver, "", List.of(new GroupName("unknown"))))
                .thenRejected(ErrorCode.UNKNOWN_GROUP);
        given(RUNNING)
                .when(new PromoteImage(new ImageName("unknown"), solver, "", all))
                .thenRejected(ErrorCode.UNKNOWN_IMAGE);
    }

    @Test
    void imageNameWithSeveralTagsIsAmbiguous() {
        OwnerEvent[] two = with(
                RUNNING,
                ordering(MINE, "mine:1"),
                committed(MINE),
                orderingAgain(NEW, "mine:2"),
                new ContainerCommitted(INTENT, WEB, 3, NEW, NEW_DIGEST, FACTS));

        IntentRejected rejected =
                given(two).when(new RemoveImage(new ImageName("mine"))).thenRejected(ErrorCode.AMBIGUOUS_HANDLE);

        assertThat(rejected.detail()).contains("mine:1, mine:2");
    }

    @Test
    void removedImageIsDeletedWhenItsHostConfirmsItsAbsence() {
        OwnerEvent[] removed = with(
                RUNNING,
                ordering(MINE, "mine:1"),
                committed(MINE),
                new ImageRemoved(TestInstallation.intent(51), MINE));

        OwnerScenario.Then then = given(removed).when(new ImageAbsent(TestInstallation.N1.name(), MINE));

        then.then(new ImageDeleted(MINE));
        assertThat(then.thenEffects())
                .containsExactly(new Effect.DeleteDesiredState(TestInstallation.N1.name(), DesiredImage.key(MINE)));
        assertThat(then.after().images()).isEmpty();
        given(removed).when(new ImageAbsent(TestInstallation.N2.name(), MINE)).thenNothing();
    }

    @Test
    void containerWithAPendingCommitCanBeRemoved() {
        OwnerState after = given(with(RUNNING, ordering(MINE, "mine:1")))
                .when(new RemoveContainer(new Handle("web"), true))
                .after();

        assertThat(after.known(WEB).pending()).hasSize(2);
    }

    // ---- flattening ----

    @Test
    void flattenIsOrderedOnTheHostOfTheImage() {
        OwnerScenario.Then then = given(with(RUNNING, ordering(MINE, "mine:1"), committed(MINE)))
                .when(new FlattenImage(new ImageName("mine"), "note"));

        then.then(FLATTENING);
        assertThat(then.thenEffects())
                .containsExactly(
                        new Effect.SendOrder(new Order.Flatten(
                                TestInstallation.N1.name(),
                                TestInstallation.ALICE,
                                ContainerId.of(INTENT),
                                1,
                                FLATTENING.deadline(),
                                NEW,
                                DIGEST,
                                "note")),
                        new Effect.PublishDesiredState(new DesiredImage(
                                NEW, TestInstallation.ALICE, TestInstallation.N1.name(), false, null)));
        assertThat(then.after().usable(new ImageName("mine")))
                .extracting(ImageState::id)
                .containsExactly(MINE);
    }

    @Test
    void flattenedImageReplacesTheOriginalUnderItsName() {
        OwnerScenario.Then then = flattening().when(flattened());

        then.then(new ImageRemoved(null, MINE), new ImageFlattened(INTENT, NEW, NEW_DIGEST, FACTS));
        assertThat(then.after().usable(new ImageName("mine:1")))
                .extracting(ImageState::digest)
                .containsExactly(NEW_DIGEST);
        flattening()
                .when(new OrderProgressed(TestInstallation.N1.name(), ContainerId.of(INTENT), 1, "Copied 1 MiB."))
                .then(new FlattenProgressed(INTENT, NEW, "Copied 1 MiB."));
    }

    @Test
    void failedOrExpiredFlattenKeepsTheImage() {
        OwnerScenario.Then failed = flattening()
                .when(new OrderFailed(
                        TestInstallation.N1.name(),
                        ContainerId.of(INTENT),
                        1,
                        ErrorCode.ENGINE_FAILED,
                        "no space left",
                        null));
        OwnerScenario.Then late = flattening().whenOrderExpires(ContainerId.of(INTENT), 1);

        failed.then(new FlattenFailed(INTENT, NEW, ErrorCode.ENGINE_FAILED, "no space left"));
        assertThat(late.thenOnly(FlattenFailed.class).code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
        for (OwnerScenario.Then then : new OwnerScenario.Then[] {failed, late}) {
            assertThat(then.after().usable(new ImageName("mine:1")))
                    .extracting(ImageState::id)
                    .containsExactly(MINE);
            assertThat(then.thenEffects())
                    .containsExactly(new Effect.PublishDesiredState(
                            new DesiredImage(NEW, TestInstallation.ALICE, TestInstallation.N1.name(), true, null)));
        }
    }

    @Test
    void flattenFailsWhenANewerImageHasTheName() {
        ImageId newer = ImageId.of(TestInstallation.intent(77));
        OwnerScenario scenario = given(with(
                RUNNING,
                ordering(MINE, "mine:1"),
                committed(MINE),
                FLATTENING,
                ordering(TestInstallation.intent(77), 3, newer, "mine:1"),
                new ImageRemoved(null, MINE),
                new ContainerCommitted(
                        TestInstallation.intent(77), WEB, 3, newer, TestInstallation.DEBIAN.digest(), FACTS)));

        OwnerScenario.Then then = scenario.when(flattened());

        assertThat(then.thenOnly(FlattenFailed.class).code()).isEqualTo(ErrorCode.WRONG_STATE);
        assertThat(then.after().usable(new ImageName("mine:1")))
                .extracting(ImageState::id)
                .containsExactly(newer);
    }

    @Test
    void imageBeingFlattenedCannotBeFlattenedOrRemoved() {
        flattening().when(new FlattenImage(new ImageName("mine:1"), null)).thenRejected(ErrorCode.IMAGE_IN_USE);
        flattening().when(new RemoveImage(new ImageName("mine:1"))).thenRejected(ErrorCode.IMAGE_IN_USE);
    }

    @Test
    void flattenOfABaseImageOrUnknownImageIsRejected() {
        given(RUNNING)
                .when(new FlattenImage(TestInstallation.DEBIAN.name(), null))
                .thenRejected(ErrorCode.BASE_IMAGE);
        given(RUNNING).when(new FlattenImage(new ImageName("unknown"), null)).thenRejected(ErrorCode.UNKNOWN_IMAGE);
    }

    private static OwnerScenario flattening() {
        return given(with(RUNNING, ordering(MINE, "mine:1"), committed(MINE), FLATTENING));
    }

    private static CommitDone flattened() {
        return new CommitDone(TestInstallation.N1.name(), ContainerId.of(INTENT), 1, NEW, NEW_DIGEST, FACTS);
    }

    private static CommitContainer commit(String image, boolean replace) {
        return new CommitContainer(new Handle("web"), new ImageName(image), "note", replace, false);
    }

    private static CommitOrdered ordering(ImageId image, String name) {
        return ordering(EARLIER, 2, image, name);
    }

    private static CommitOrdered orderingAgain(ImageId image, String name) {
        return ordering(INTENT, 3, image, name);
    }

    private static CommitOrdered ordering(IntentId intent, int number, ImageId image, String name) {
        return new CommitOrdered(
                intent,
                WEB,
                number,
                TestInstallation.DEADLINE,
                image,
                new ImageName(name).tagged(),
                TestInstallation.N1.name(),
                1,
                new ContainerName("web"),
                TestInstallation.DEBIAN,
                null,
                false);
    }

    private static ContainerCommitted committed(ImageId image) {
        return new ContainerCommitted(EARLIER, WEB, 2, image, DIGEST, FACTS);
    }

    private static ContainerPlaced placedFrom(ContainerId id, String name, Image image) {
        ContainerPlaced plain = placed(id, name);
        return new ContainerPlaced(
                plain.intent(),
                id,
                plain.name(),
                image,
                plain.limits(),
                plain.host(),
                plain.partition(),
                1,
                plain.deadline(),
                plain.ports(),
                null,
                plain.settings(),
                null,
                null,
                List.of());
    }

    private static OwnerEvent[] with(OwnerEvent[] first, OwnerEvent... then) {
        OwnerEvent[] all = Arrays.copyOf(first, first.length + then.length);
        System.arraycopy(then, 0, all, first.length, then.length);
        return all;
    }
}
