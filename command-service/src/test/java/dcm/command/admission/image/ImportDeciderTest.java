package dcm.command.admission.image;

import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.OwnerScenario.INTENT;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.EventFixtures;
import dcm.command.admission.owner.OwnerScenario;
import dcm.command.admission.state.ImageState;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.AccountEvent.QuotaSet;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ImageEvent.ImageImported;
import dcm.contract.event.ImageEvent.ImportFailed;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.event.ImageEvent.ImportProgressed;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.ImageReference;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ImageIntent.ImportImage;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.Quota;
import dcm.contract.quota.Resource;
import dcm.contract.registry.RegistryOptions;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderProgressed;
import dcm.contract.snapshot.RegistrySnapshot;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Importing images from archives. */
class ImportDeciderTest {
    private static final ImageName MINE = new ImageName("mine:1");
    private static final ImageId IMAGE = ImageId.of(INTENT);
    private static final ContainerId ORDER = ContainerId.of(INTENT);
    private static final ImageDigest DIGEST = new ImageDigest("sha256:" + "cd".repeat(32));
    private static final ImageFacts FACTS = new ImageFacts(300L << 20, 5L << 20, 3, TestInstallation.NOW);
    private static final ImportOrdered ORDERED = new ImportOrdered(
            INTENT,
            IMAGE,
            ORDER,
            TestInstallation.NOW.plusSeconds(3600),
            MINE,
            TestInstallation.N1.name(),
            TestInstallation.N1.partition(),
            "note",
            null);

    @Test
    void importIsOrderedFromAHost() {
        OwnerScenario.Then then = given(OPENED).when(new ImportImage(MINE, "note", null));

        ImportOrdered ordered = then.thenOnly(ImportOrdered.class);
        assertThat(ordered.name()).isEqualTo(MINE);
        assertThat(ordered.image()).isEqualTo(IMAGE);
        assertThat(then.thenEffects())
                .contains(new Effect.SendOrder(new Order.Import(
                        ordered.host(), TestInstallation.ALICE, ORDER, 1, ordered.deadline(), IMAGE, null)));
    }

    @Test
    void importIsPossibleAfterTheHomeHostWasRemoved() {
        OwnerScenario.Then then = given(
                        OPENED,
                        EventFixtures.placed(EventFixtures.WEB, "web"),
                        EventFixtures.started(EventFixtures.WEB, 31_001),
                        new ContainerLost(EventFixtures.WEB, "gone", TestInstallation.N1.name()),
                        new HomesLost(TestInstallation.N1.name()))
                .hosts(TestInstallation.N1.remove(TestInstallation.NOW), TestInstallation.N2)
                .when(new ImportImage(MINE, null, null));

        assertThat(then.thenOnly(ImportOrdered.class).host()).isEqualTo(TestInstallation.N2.name());
    }

    @Test
    void importIsRejectedIfTheNameIsTakenOrAnotherImportRuns() {
        given(OPENED, ORDERED).when(new ImportImage(MINE, null, null)).thenRejected(ErrorCode.NAME_TAKEN);
        given(OPENED, ORDERED)
                .when(new ImportImage(new ImageName("other"), null, null))
                .thenRejected(ErrorCode.WRONG_STATE);
        given(OPENED)
                .when(new ImportImage(TestInstallation.DEBIAN.name(), null, null))
                .thenRejected(ErrorCode.NAME_TAKEN);
    }

    @Test
    void importOverTheQuotaIsRejectedBeforeOrAfterTheUpload() {
        given(OPENED, own(Resource.IMAGES, 0))
                .when(new ImportImage(MINE, null, null))
                .thenRejected(ErrorCode.QUOTA_EXCEEDED);
        ImportFailed failed =
                given(OPENED, own(Resource.IMAGE_MIB, 4), ORDERED).when(done()).thenOnly(ImportFailed.class);
        assertThat(failed.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    }

    @Test
    void pullIsOrderedOnlyFromAPermittedRegistry() {
        ImageReference from = new ImageReference("registry.example/tools:1");
        RegistrySnapshot permitted =
                new RegistrySnapshot(from.registry(), RegistryOptions.DEFAULT, false, TestInstallation.NOW);

        OwnerScenario.Then then = given(OPENED).catalog(permitted).when(new ImportImage(MINE, null, from));

        assertThat(then.thenOnly(ImportOrdered.class).from()).isEqualTo(from);
        assertThat(then.thenEffects())
                .anySatisfy(effect -> assertThat(effect)
                        .isInstanceOfSatisfying(
                                Effect.SendOrder.class,
                                send -> assertThat(send.order())
                                        .isInstanceOfSatisfying(
                                                Order.Import.class,
                                                order ->
                                                        assertThat(order.from()).isEqualTo(from))));
        given(OPENED).when(new ImportImage(MINE, null, from)).thenRejected(ErrorCode.REGISTRY_NOT_PERMITTED);
    }

    @Test
    void importedImageIsUsable() {
        OwnerScenario.Then then = given(OPENED, ORDERED).when(done());

        then.then(new ImageImported(INTENT, IMAGE, DIGEST, FACTS));
        assertThat(then.after().usable(MINE)).extracting(ImageState::digest).containsExactly(DIGEST);
        given(OPENED, ORDERED)
                .when(new OrderProgressed(TestInstallation.N1.name(), ORDER, 1, "Read 16 MiB."))
                .then(new ImportProgressed(INTENT, IMAGE, "Read 16 MiB."));
    }

    @Test
    void importFailsIfAnotherImageGotTheNameInTheMeantime() {
        IntentId other = TestInstallation.intent(7);
        ImportOrdered others = new ImportOrdered(
                other,
                ImageId.of(other),
                ContainerId.of(other),
                ORDERED.deadline(),
                MINE,
                ORDERED.host(),
                ORDERED.partition(),
                null,
                null);

        OwnerScenario.Then then = given(
                        OPENED, ORDERED, others, new ImageImported(other, ImageId.of(other), DIGEST, FACTS))
                .when(done());

        assertThat(then.thenOnly(ImportFailed.class).code()).isEqualTo(ErrorCode.WRONG_STATE);
    }

    @Test
    void failedOrExpiredImportFreesTheName() {
        OwnerScenario.Then failed = given(OPENED, ORDERED)
                .when(new OrderFailed(TestInstallation.N1.name(), ORDER, 1, ErrorCode.BAD_INPUT, "no archive", null));
        OwnerScenario.Then late = given(OPENED, ORDERED).whenOrderExpires(ORDER, 1);

        failed.then(new ImportFailed(INTENT, IMAGE, ErrorCode.BAD_INPUT, "no archive"));
        assertThat(late.thenOnly(ImportFailed.class).code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
        assertThat(failed.after().hasNamed(MINE)).isFalse();
        assertThat(late.after().hasNamed(MINE)).isFalse();
    }

    private static CommitDone done() {
        return new CommitDone(TestInstallation.N1.name(), ORDER, 1, IMAGE, DIGEST, FACTS);
    }

    private static QuotaSet own(Resource resource, long most) {
        return new QuotaSet(TestInstallation.intent(8), new Quota(Map.of(resource, most)));
    }
}
