package dcm.command.admission.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.event.CatalogEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.RegistryEvent.RegistryForbidden;
import dcm.contract.event.RegistryEvent.RegistryPermitted;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.RegistryName;
import dcm.contract.intent.RegistryIntent;
import dcm.contract.intent.RegistryIntent.ForbidRegistry;
import dcm.contract.intent.RegistryIntent.PermitRegistry;
import dcm.contract.problem.ErrorCode;
import dcm.contract.registry.RegistryOptions;
import dcm.contract.snapshot.Catalog;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryDeciderTest {
    private static final IntentId INTENT = TestInstallation.intent(1);
    private static final RegistryName LAB = new RegistryName("registry.lab.example");
    private static final RegistryName OTHER = new RegistryName("other.example:5000");
    private static final RegistryOptions PULL_ONLY = new RegistryOptions(List.of(OTHER), true, false, null);

    @Test
    void permissionHoldsUntilTheRegistryIsForbidden() {
        Catalog permitted = after(Catalog.EMPTY, new PermitRegistry(LAB, RegistryOptions.DEFAULT));

        assertThat(decide(Catalog.EMPTY, new PermitRegistry(LAB, RegistryOptions.DEFAULT)))
                .isEqualTo(new RegistryPermitted(INTENT, LAB, RegistryOptions.DEFAULT));
        assertThat(permitted.objection(LAB, true)).isEmpty();
        assertThat(decide(permitted, new ForbidRegistry(LAB))).isEqualTo(new RegistryForbidden(INTENT, LAB));
        Catalog forbidden = after(permitted, new ForbidRegistry(LAB));
        assertThat(forbidden.registries()).isEmpty();
        assertThat(forbidden.objection(LAB, false))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith(
                                "You may not pull images from the registry 'registry.lab.example'. No registry is"));
    }

    @Test
    void registryForPullsOnlyIsNotPermittedForPushes() {
        Catalog catalog = after(Catalog.EMPTY, new PermitRegistry(LAB, PULL_ONLY));

        assertThat(catalog.objection(LAB, false)).isEmpty();
        assertThat(catalog.objection(LAB, true)).isPresent();
        assertThat(catalog.objection(OTHER, false))
                .hasValueSatisfying(why -> assertThat(why).contains("Permitted: registry.lab.example."));
    }

    @Test
    void registryThatIsNotPermittedCannotBeForbidden() {
        assertThat(decide(Catalog.EMPTY, new ForbidRegistry(LAB)))
                .isInstanceOfSatisfying(
                        IntentRejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.UNKNOWN_REGISTRY));
    }

    private static CatalogEvent decide(Catalog catalog, RegistryIntent intent) {
        return CatalogDecider.decide(catalog, INTENT, intent, List.of());
    }

    private static Catalog after(Catalog catalog, RegistryIntent intent) {
        return Catalog.of(List.of(CatalogFold.evolve(catalog, decide(catalog, intent), TestInstallation.NOW)
                .orElseThrow()));
    }
}
