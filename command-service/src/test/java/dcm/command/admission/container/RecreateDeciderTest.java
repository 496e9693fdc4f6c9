package dcm.command.admission.container;

import static dcm.command.admission.owner.EventFixtures.DB;
import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.EventFixtures.placed;
import static dcm.command.admission.owner.EventFixtures.started;
import static dcm.command.admission.owner.OwnerScenario.INTENT;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.OwnerScenario;
import dcm.command.admission.state.ContainerState;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.PlacementRefused;
import dcm.contract.event.ContainerEvent.Recreation;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageImported;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
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
import dcm.contract.identity.PlacementRequest;
import dcm.contract.identity.Settings;
import dcm.contract.intent.ContainerIntent.RecreateContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ContainerIntent.RenameContainer;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.Observation;
import dcm.contract.snapshot.HostSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lost containers are created again. */
class RecreateDeciderTest {
    private static final HostName N1 = TestInstallation.N1.name();
    private static final HostSnapshot N2 = TestInstallation.N2;
    private static final HostSnapshot N3 = TestInstallation.host("n3", 3, TestInstallation.DEBIAN);
    private static final Handle HANDLE = new Handle("web");
    private static final RecreateContainer RECREATE = new RecreateContainer(HANDLE);
    private static final OwnerEvent LOST = new ContainerLost(WEB, "The host n1 was removed permanently.", N1);

    /** The container {@code web} ran on n1, which was removed. */
    private static OwnerScenario lost() {
        return given(OPENED, placed(WEB, "web"), started(WEB, 31_001), LOST, new HomesLost(N1))
                .hosts(N2);
    }

    private static ContainerPlaced recreated(HostSnapshot host, int number) {
        return new ContainerPlaced(
                INTENT,
                WEB,
                new ContainerName("web"),
                TestInstallation.DEBIAN,
                TestInstallation.DEFAULTS,
                host.name(),
                host.partition(),
                number,
                TestInstallation.DEADLINE,
                List.of(),
                null,
                Settings.NONE,
                null,
                null,
                List.of(),
                null,
                new Recreation(true));
    }

    @Test
    void containerOfARemovedHostIsPlacedOnAnotherUnderItsIdAndName() {
        OwnerScenario.Then then = lost().when(RECREATE);

        then.then(recreated(N2, 2));
        ContainerState now = then.after().known(WEB);
        assertThat(now.host()).isEqualTo(N2.name());
        assertThat(now.isLost()).isFalse();
        assertThat(now.ssh()).isNull();
        assertThat(then.thenEffects())
                .satisfiesExactly(
                        account -> assertThat(account).isInstanceOf(Effect.PublishDesiredState.class),
                        container -> assertThat(container).isInstanceOf(Effect.PublishDesiredState.class),
                        order -> assertThat(order).isInstanceOf(Effect.SendOrder.class));
    }

    @Test
    void specificationIsKeptWithoutWhatOnlyTheRemovedHostHad() {
        ContainerPlaced original = placed(WEB, "web");
        List<ContainerPort> ports = List.of(ContainerPort.parse("8080"));
        Settings settings = new Settings(Map.of("MODE", "test"), List.of("sleep"), "/srv", Map.of(), null);
        PlacementRequest onN1 = new PlacementRequest(N1, List.of(), null);
        ContainerPlaced there = new ContainerPlaced(
                original.intent(),
                WEB,
                original.name(),
                original.image(),
                original.limits(),
                N1,
                original.partition(),
                1,
                original.deadline(),
                ports,
                "127.0.0.9",
                settings,
                null,
                null,
                List.of(),
                onN1,
                null);

        ContainerPlaced again = given(OPENED, there, started(WEB, 31_001), LOST, new HomesLost(N1))
                .hosts(N2)
                .when(RECREATE)
                .thenOnly(ContainerPlaced.class);

        assertThat(again.ports()).isEqualTo(ports);
        assertThat(again.settings()).isEqualTo(settings);
        assertThat(again.address()).isNull();
        assertThat(again.placement()).isEqualTo(PlacementRequest.ANY);
    }

    @Test
    void homesAreNotEmptyWhereHostsShareThem() {
        assertThat(lost().policy(TestInstallation.SHARED_STORAGE)
                        .when(RECREATE)
                        .thenOnly(ContainerPlaced.class)
                        .recreation())
                .isEqualTo(new Recreation(false));
    }

    @Test
    void recreatedContainersStayTogetherWithTheNewHomes() {
        OwnerScenario atN3 = given(
                        OPENED,
                        placed(WEB, "web"),
                        started(WEB, 31_001),
                        LOST,
                        new HomesLost(N1),
                        placed(DB, "db", TestInstallation.DEFAULTS, N3, 1),
                        started(DB, 33_001))
                .hosts(N2, N3);

        ContainerPlaced again = atN3.when(RECREATE).thenOnly(ContainerPlaced.class);

        assertThat(again.host()).isEqualTo(N3.name());
        assertThat(again.recreation()).isEqualTo(new Recreation(false));
    }

    @Test
    void containerOnASilentHostIsNotRecreatedUntilTheHostIsRemoved() {
        Instant lastSeen = TestInstallation.NOW.minusSeconds(60);
        OwnerScenario running = given(OPENED, placed(WEB, "web"), started(WEB, 31_001));

        String detail = running.hosts(TestInstallation.seen(TestInstallation.N1, lastSeen), N2)
                .when(RECREATE)
                .thenRejected(ErrorCode.HOST_UNREACHABLE)
                .detail();

        assertThat(detail)
                .contains("'web' (31001)", "its host n1 is unreachable", "last reported at " + lastSeen)
                .contains("Wait until it reports again", "(host rm n1)");
        running.hosts(TestInstallation.N1, N2).when(RECREATE).thenRejected(ErrorCode.WRONG_STATE);
    }

    @Test
    void onlyALostContainerIsRecreated() {
        OwnerScenario running = given(OPENED, placed(WEB, "web"), started(WEB, 31_001));
        OwnerScenario again =
                given(OPENED, placed(WEB, "web"), started(WEB, 31_001), LOST, new HomesLost(N1), recreated(N2, 2));

        assertThat(running.when(RECREATE).thenRejected(ErrorCode.WRONG_STATE).detail())
                .contains("is running", "Only a lost container can be recreated");
        again.when(RECREATE).thenRejected(ErrorCode.WRONG_STATE);
    }

    @Test
    void containerThatItsHostLostIsRecreatedThere() {
        assertThat(given(OPENED, placed(WEB, "web"), started(WEB, 31_001), new ContainerLost(WEB, "gone"))
                        .when(RECREATE)
                        .thenOnly(ContainerPlaced.class))
                .returns(N1, ContainerPlaced::host)
                .returns(new Recreation(false), ContainerPlaced::recreation);
    }

    @Test
    void imageThatNoLiveHostHasIsNamed() {
        assertThat(lost().hosts(TestInstallation.host("n2", 2))
                        .when(RECREATE)
                        .thenRejected(ErrorCode.IMAGE_MISSING)
                        .detail())
                .contains("'web'", "'debian-ssh:13'");
        lost().hosts(
                        TestInstallation.host("n2", 2),
                        N3.with(new HostSnapshot.Cordon("disks", TestInstallation.NOW, null)))
                .when(RECREATE)
                .thenRejected(ErrorCode.NO_HOST);
    }

    /** The base image was added after the owner's image of this name. */
    @Test
    void baseImageDoesNotReplaceALostImageOfTheOwner() {
        ImageName mine = new ImageName("tools:1");
        IntentId importing = TestInstallation.intent(7);
        ImageId image = ImageId.of(importing);
        ImageDigest digest = new ImageDigest("sha256:" + "cd".repeat(32));
        HostSnapshot offering = TestInstallation.host("n2", 2, TestInstallation.image("tools:1"));
        OwnerScenario lost = given(
                        OPENED,
                        new ImportOrdered(importing, image, DB, TestInstallation.DEADLINE, mine, N1, 1, null, null),
                        new ImageImported(importing, image, digest, new ImageFacts(1, 1, 1, TestInstallation.NOW)),
                        placedFrom(new Image(mine, digest)),
                        started(WEB, 31_001),
                        LOST,
                        new ImageRemoved(null, image),
                        new ImageDeleted(image),
                        new HomesLost(N1))
                .hosts(offering);

        assertThat(lost.when(RECREATE).thenRejected(ErrorCode.IMAGE_MISSING).detail())
                .contains("'tools:1'");
        given(OPENED, placedFrom(new Image(mine, digest)), started(WEB, 31_001), LOST, new HomesLost(N1))
                .hosts(offering)
                .when(RECREATE)
                .thenOnly(ContainerPlaced.class);
    }

    private static ContainerPlaced placedFrom(Image image) {
        ContainerPlaced plain = placed(WEB, "web");
        return new ContainerPlaced(
                plain.intent(),
                WEB,
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

    @Test
    void lostContainerCountsAsAStoppedOne() {
        OwnerScenario full = given(
                        OPENED,
                        placed(WEB, "web"),
                        started(WEB, 31_001),
                        LOST,
                        new HomesLost(N1),
                        placed(DB, "db", TestInstallation.DEFAULTS, N2, 1),
                        started(DB, 32_001))
                .hosts(N2);

        assertThat(full.when(RECREATE).after().indexed().use())
                .isEqualTo(given(
                                OPENED,
                                placed(WEB, "web", TestInstallation.DEFAULTS, N2, 1),
                                placed(DB, "db", TestInstallation.DEFAULTS, N2, 1))
                        .when(new RenameContainer(HANDLE, new ContainerName("web")))
                        .after()
                        .indexed()
                        .use());
    }

    @Test
    void hostThatRefusesIsReplacedAndTheContainerIsLostAgainIfAllRefuse() {
        OwnerScenario placed =
                given(OPENED, placed(WEB, "web"), started(WEB, 31_001), LOST, new HomesLost(N1), recreated(N2, 2));
        OrderFailed refusal =
                new OrderFailed(N2.name(), WEB, 2, ErrorCode.HOST_FULL, "No port is free.", Observation.ABSENT);

        placed.hosts(N2, N3)
                .when(refusal)
                .then(
                        new PlacementRefused(INTENT, WEB, N2.name(), 2, ErrorCode.HOST_FULL, "No port is free."),
                        recreated(N3, 3));
        OwnerScenario.Then none = placed.hosts(N2).when(refusal);
        none.thenKinds(PlacementRefused.class, OperationFailed.class);
        assertThat(none.after().known(WEB).isLost()).isTrue();
    }

    @Test
    void containerThatIsNotRecreatedInTimeIsLostAgain() {
        OwnerScenario placed =
                given(OPENED, placed(WEB, "web"), started(WEB, 31_001), LOST, new HomesLost(N1), recreated(N2, 2));

        OwnerScenario.Then expired = placed.whenOrderExpires(WEB, 2);

        OperationFailed failed = expired.thenOnly(OperationFailed.class);
        assertThat(failed.operation()).isEqualTo(Operation.RECREATE);
        assertThat(failed.detail()).contains("n2");
        assertThat(expired.after().known(WEB).isLost()).isTrue();
        assertThat(expired.after().known(WEB).wanted()).isEqualTo(DesiredStatus.STOPPED);
    }

    @Test
    void hostThatMayStillCreateAContainerIsTheOnlyOneThatRecreatesItUntilItIsRemoved() {
        OwnerScenario expired = given(
                OPENED,
                placed(WEB, "web"),
                started(WEB, 31_001),
                LOST,
                new HomesLost(N1),
                recreated(N2, 2),
                new OperationFailed(
                        INTENT,
                        WEB,
                        Operation.RECREATE,
                        2,
                        ErrorCode.DEADLINE_PASSED,
                        "The host n2 did not respond.",
                        null));

        expired.hosts(N3).when(RECREATE).thenRejected(ErrorCode.NO_HOST);
        assertThat(expired.hosts(N2, N3)
                        .when(RECREATE)
                        .thenOnly(ContainerPlaced.class)
                        .host())
                .isEqualTo(N2.name());
    }

    @Test
    void reportsOfARemovedHostThatReturnsChangeNothing() {
        lost().when(new ContainerObserved(N1, WEB, 1, TestInstallation.running(31_001)))
                .thenNothing();
    }

    @Test
    void containerOfARemovedHostIsRemovedAtOnce() {
        OwnerScenario.Then removed = lost().when(new RemoveContainer(HANDLE, false));

        removed.then(new ContainerRemoved(INTENT, WEB, null));
        removed.thenContainersAre();
    }
}
