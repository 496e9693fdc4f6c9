package dcm.command.admission.container;

import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.OwnerScenario.INTENT;
import static dcm.command.admission.owner.OwnerScenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.EventFixtures;
import dcm.command.admission.owner.OwnerScenario;
import dcm.contract.event.AccountEvent.PresetGranted;
import dcm.contract.event.AccountEvent.PresetRevoked;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.Actor;
import dcm.contract.identity.Batch;
import dcm.contract.identity.Handle;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Settings;
import dcm.contract.intent.AccountIntent.GrantPreset;
import dcm.contract.intent.AccountIntent.RevokePreset;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.PauseContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ContainerIntent.RestartContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.preset.Preset;
import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.Observation;
import dcm.contract.snapshot.PresetSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Grants and their use. The quota of these tests is 3 containers, 4 CPUs and 4096 MiB. */
class PresetUseTest {
    private static final PresetName BIG = new PresetName("big");
    private static final PresetOptions SIXTEEN = TestInstallation.cpus("16");
    private static final PresetSnapshot DEFINED =
            new PresetSnapshot(BIG, 2, "Many CPUs", SIXTEEN, false, TestInstallation.NOW);
    private static final PresetSnapshot RETIRED =
            new PresetSnapshot(BIG, 2, "Many CPUs", SIXTEEN, true, TestInstallation.NOW);
    private static final Actor ADMIN = Actor.account(new OwnerName("admin"));
    private static final GrantPreset GRANT = new GrantPreset(BIG, null, "thesis", ADMIN);
    private static final PresetGranted GRANTED = granted(null);
    private static final PresetRevoked REVOKED = new PresetRevoked(TestInstallation.intent(4), BIG);

    // ---- granting ----

    @Test
    void presetIsGrantedAndRevoked() {
        given(OPENED).presets(DEFINED).when(GRANT).then(new PresetGranted(INTENT, BIG, null, "thesis", ADMIN));
        given(OPENED, GRANTED).presets(DEFINED).when(new RevokePreset(BIG)).then(new PresetRevoked(INTENT, BIG));
    }

    @Test
    void grantOfAnUnknownOrRetiredPresetIsRejected() {
        given(OPENED).when(GRANT).thenRejected(ErrorCode.UNKNOWN_PRESET);
        given(OPENED).presets(RETIRED).when(GRANT).thenRejected(ErrorCode.UNKNOWN_PRESET);
    }

    @Test
    void revocationWithoutAGrantIsRejected() {
        given(OPENED).presets(DEFINED).when(new RevokePreset(BIG)).thenRejected(ErrorCode.NOT_FOUND);
        given(OPENED, GRANTED, REVOKED)
                .presets(DEFINED)
                .when(new RevokePreset(BIG))
                .thenRejected(ErrorCode.NOT_FOUND);
    }

    // ---- creating ----

    @Test
    void containerGetsTheCurrentVersionOfThePreset() {
        ContainerPlaced placed =
                given(OPENED, GRANTED).presets(DEFINED).when(create(BIG)).thenOnly(ContainerPlaced.class);

        assertThat(placed.preset()).isEqualTo(new Preset(BIG, 2, SIXTEEN));
        assertThat(placed.limits())
                .isEqualTo(new Limits(
                        16_000,
                        TestInstallation.DEFAULTS.memoryMiB(),
                        TestInstallation.DEFAULTS.pids(),
                        TestInstallation.DEFAULTS.diskMiB()));
    }

    @Test
    void ungrantedPresetIsReportedLikeAnUnknownOne() {
        IntentRejected unknown = given(OPENED).when(create(BIG)).thenRejected(ErrorCode.PRESET_NOT_GRANTED);
        IntentRejected others =
                given(OPENED).presets(DEFINED).when(create(BIG)).thenRejected(ErrorCode.PRESET_NOT_GRANTED);

        assertThat(others.detail()).isEqualTo(unknown.detail()).contains("'big'", "No preset is granted");
    }

    @Test
    void rejectionNamesTheGrantedPresets() {
        IntentRejected rejected = given(OPENED, GRANTED)
                .presets(DEFINED)
                .when(create(new PresetName("gpu")))
                .thenRejected(ErrorCode.PRESET_NOT_GRANTED);

        assertThat(rejected.detail()).contains("You may use big");
    }

    @Test
    void grantEndsAtItsExpiry() {
        given(OPENED, granted(TestInstallation.NOW.plusMillis(1)))
                .presets(DEFINED)
                .when(create(BIG))
                .thenOnly(ContainerPlaced.class);
        given(OPENED, granted(TestInstallation.NOW))
                .presets(DEFINED)
                .when(create(BIG))
                .thenRejected(ErrorCode.PRESET_NOT_GRANTED);
    }

    @Test
    void laterGrantReplacesAnEarlierOne() {
        given(OPENED, GRANTED, granted(TestInstallation.NOW.minus(Duration.ofDays(1))))
                .presets(DEFINED)
                .when(create(BIG))
                .thenRejected(ErrorCode.PRESET_NOT_GRANTED);
    }

    @Test
    void createWithARevokedGrantOrRetiredPresetIsRejected() {
        given(OPENED, GRANTED, REVOKED).presets(DEFINED).when(create(BIG)).thenRejected(ErrorCode.PRESET_NOT_GRANTED);
        given(OPENED, GRANTED).presets(RETIRED).when(create(BIG)).thenRejected(ErrorCode.PRESET_NOT_GRANTED);
    }

    @Test
    void createWithAValueThatThePresetSetsIsRejected() {
        IntentRejected rejected = given(OPENED, GRANTED)
                .presets(DEFINED)
                .when(create(BIG, 1000, null))
                .thenRejected(ErrorCode.PRESET_FIXED);

        assertThat(rejected.detail()).contains("'big' sets 16 CPUs");
    }

    @Test
    void createWithAValueThatThePresetDoesNotSetIsAccepted() {
        ContainerPlaced placed = given(OPENED, GRANTED)
                .presets(DEFINED)
                .when(create(BIG, null, 2048))
                .thenOnly(ContainerPlaced.class);

        assertThat(placed.limits().memoryMiB()).isEqualTo(2048);
    }

    // ---- quota ----

    @Test
    void valueSetByThePresetDoesNotCountAgainstTheQuota() {
        given(OPENED, GRANTED, placedWithPreset())
                .presets(DEFINED)
                .when(create(null, 4000, null))
                .thenOnly(ContainerPlaced.class);
    }

    @Test
    void valueNotSetByThePresetCountsAgainstTheQuota() {
        given(OPENED, GRANTED, placedWithPreset())
                .presets(DEFINED)
                .when(create(BIG, null, 4096))
                .thenRejected(ErrorCode.QUOTA_EXCEEDED);
    }

    @Test
    void containersWithAPresetCountAgainstTheContainerQuota() {
        CreateContainer four = new CreateContainer(
                TestInstallation.DEBIAN.name(),
                null,
                null,
                null,
                List.of(),
                null,
                Settings.NONE,
                new Batch(4, null),
                BIG);

        given(OPENED, GRANTED).presets(DEFINED).when(four).thenRejected(ErrorCode.QUOTA_EXCEEDED);
    }

    // ---- after a grant ends ----

    @Test
    void containerWithARevokedPresetCannotBeStartedOrRestarted() {
        OwnerScenario running = given(OPENED, GRANTED, placedWithPreset(), EventFixtures.started(WEB, 31_001), REVOKED);
        OwnerScenario stopped = given(
                OPENED,
                GRANTED,
                placedWithPreset(),
                EventFixtures.started(WEB, 31_001),
                EventFixtures.stoppedWithoutOrder(WEB),
                REVOKED);

        IntentRejected restart =
                running.when(new RestartContainer(new Handle("web"))).thenRejected(ErrorCode.PRESET_NOT_GRANTED);
        stopped.when(new StartContainer(new Handle("web"))).thenRejected(ErrorCode.PRESET_NOT_GRANTED);

        assertThat(restart.detail()).contains("'web' (31001)", "'big'");
        running.when(new PauseContainer(new Handle("web"))).thenOnly(OperationOrdered.class);
        stopped.when(new RemoveContainer(new Handle("web"), false)).thenOnly(OperationOrdered.class);
    }

    @Test
    void containerWithARetiredPresetCanBeStarted() {
        given(
                        OPENED,
                        GRANTED,
                        placedWithPreset(),
                        EventFixtures.started(WEB, 31_001),
                        EventFixtures.stoppedWithoutOrder(WEB))
                .presets(RETIRED)
                .when(new StartContainer(new Handle("web")))
                .thenOnly(OperationOrdered.class);
    }

    @Test
    void containerMovesToAnotherHostWhenThePresetIsUnavailable() {
        ContainerPlaced placed = placedWithPreset();
        ContainerPlaced again = given(OPENED, GRANTED, placed)
                .when(new OrderFailed(
                        placed.host(),
                        WEB,
                        1,
                        ErrorCode.PRESET_UNAVAILABLE,
                        "No such device: /dev/fuse.",
                        Observation.ABSENT))
                .thenLast(ContainerPlaced.class);

        assertThat(again.host()).isNotEqualTo(placed.host());
        assertThat(again.preset()).isEqualTo(placed.preset());
    }

    private static PresetGranted granted(@Nullable Instant until) {
        return new PresetGranted(TestInstallation.intent(3), BIG, until, null, ADMIN);
    }

    private static ContainerPlaced placedWithPreset() {
        ContainerPlaced plain = EventFixtures.placed(WEB, "web");
        return new ContainerPlaced(
                plain.intent(),
                plain.container(),
                plain.name(),
                plain.image(),
                new Limits(
                        16_000, plain.limits().memoryMiB(), plain.limits().pids(), TestInstallation.DEFAULTS.diskMiB()),
                plain.host(),
                plain.partition(),
                plain.number(),
                plain.deadline(),
                plain.ports(),
                null,
                plain.settings(),
                null,
                new Preset(BIG, 1, SIXTEEN),
                List.of());
    }

    private static CreateContainer create(PresetName preset) {
        return create(preset, null, null);
    }

    private static CreateContainer create(
            @Nullable PresetName preset, @Nullable Integer milliCpus, @Nullable Integer memoryMiB) {
        return new CreateContainer(
                TestInstallation.DEBIAN.name(),
                null,
                milliCpus,
                memoryMiB,
                List.of(),
                null,
                Settings.NONE,
                null,
                preset);
    }
}
