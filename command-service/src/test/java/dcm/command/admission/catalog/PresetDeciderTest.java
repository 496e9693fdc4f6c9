package dcm.command.admission.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.event.CatalogEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.PresetEvent;
import dcm.contract.event.PresetEvent.PresetDefined;
import dcm.contract.event.PresetEvent.PresetRetired;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.PresetIntent;
import dcm.contract.intent.PresetIntent.DefinePreset;
import dcm.contract.intent.PresetIntent.RetirePreset;
import dcm.contract.preset.HostMount;
import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.PresetSnapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresetDeciderTest {
    private static final IntentId INTENT = TestInstallation.intent(99);
    private static final PresetName BIG = new PresetName("big");
    private static final PresetOptions SIXTEEN = TestInstallation.cpus("16");
    private static final DefinePreset DEFINE = new DefinePreset(BIG, "Many CPUs", SIXTEEN);
    private static final RetirePreset RETIRE = new RetirePreset(BIG);

    @Test
    void firstDefinitionGetsVersionOne() {
        assertThat(decide(null, DEFINE)).isEqualTo(new PresetDefined(INTENT, BIG, 1, "Many CPUs", SIXTEEN));
    }

    @Test
    void changedDefinitionGetsTheNextVersion() {
        DefinePreset change = new DefinePreset(BIG, "More CPUs", TestInstallation.cpus("32"));

        PresetSnapshot changed = after(after(null, DEFINE), change);

        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.options()).isEqualTo(TestInstallation.cpus("32"));
        assertThat(changed.description()).isEqualTo("More CPUs");
    }

    @Test
    void repeatedDefinitionKeepsTheVersion() {
        PresetSnapshot defined = after(null, DEFINE);

        assertThat(after(defined, DEFINE)).isEqualTo(defined);
    }

    @Test
    void retiredPresetKeepsItsOptions() {
        PresetSnapshot retired = after(after(null, DEFINE), RETIRE);

        assertThat(retired.retired()).isTrue();
        assertThat(retired.options()).isEqualTo(SIXTEEN);
    }

    @Test
    void retiringAPresetAgainChangesNothing() {
        PresetSnapshot retired = after(after(null, DEFINE), RETIRE);

        assertThat(decide(retired, RETIRE)).isEqualTo(new PresetRetired(INTENT, BIG));
        assertThat(after(retired, RETIRE)).isEqualTo(retired);
    }

    @Test
    void definitionWithTheNameOfARetiredPresetIsRejected() {
        PresetSnapshot retired = after(after(null, DEFINE), RETIRE);

        assertThat(decide(retired, DEFINE)).isInstanceOfSatisfying(IntentRejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(ErrorCode.NAME_TAKEN);
            assertThat(rejected.detail()).contains("'big'", "retired");
        });
    }

    @Test
    void retirementOfAnUnknownPresetIsRejected() {
        assertThat(decide(null, RETIRE))
                .isInstanceOfSatisfying(
                        IntentRejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.UNKNOWN_PRESET));
    }

    @Test
    void mountInsideAWritableMountIsRejected() {
        PresetSnapshot writable =
                after(null, new DefinePreset(BIG, "", mounting(new HostMount("/srv/x", "/x", false))));
        DefinePreset inside =
                new DefinePreset(new PresetName("inside"), "", mounting(new HostMount("/srv/x/sub", "/sub", true)));
        DefinePreset beside =
                new DefinePreset(new PresetName("beside"), "", mounting(new HostMount("/srv/xy", "/xy", true)));

        assertThat(PresetDecider.decide(null, INTENT, inside, List.of(writable)))
                .isInstanceOfSatisfying(IntentRejected.class, rejected -> {
                    assertThat(rejected.code()).isEqualTo(ErrorCode.PRESET_CONFLICT);
                    assertThat(rejected.detail()).contains("/srv/x/sub is inside /srv/x");
                });
        assertThat(PresetDecider.decide(null, INTENT, beside, List.of(writable)))
                .isInstanceOf(PresetDefined.class);
    }

    @Test
    void writableMountAroundAnotherMountIsRejected() {
        PresetSnapshot inner =
                after(null, new DefinePreset(BIG, "", mounting(new HostMount("/srv/x/sub", "/sub", true))));
        DefinePreset outer =
                new DefinePreset(new PresetName("outer"), "", mounting(new HostMount("/srv", "/srv", false)));

        assertThat(PresetDecider.decide(null, INTENT, outer, List.of(inner))).isInstanceOf(IntentRejected.class);
    }

    private static PresetOptions mounting(HostMount mount) {
        return new PresetOptions(
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(mount),
                List.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                null,
                null);
    }

    private static CatalogEvent decide(PresetSnapshot state, PresetIntent intent) {
        return PresetDecider.decide(state, INTENT, intent, List.of());
    }

    private static PresetSnapshot after(PresetSnapshot state, PresetIntent intent) {
        return PresetFold.evolve(state, (PresetEvent) decide(state, intent), TestInstallation.NOW);
    }
}
