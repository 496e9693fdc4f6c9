package dcm.command.admission.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.placement.ContainerNeeds;
import dcm.command.placement.ImageSource;
import dcm.command.placement.Placement.Choice;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionContextTest {
    private static final ContainerId WEB = new ContainerId("0123456789abcdef");
    private static final HostName HOME = TestInstallation.N1.name();

    @Test
    void removedHostOffersNoBaseImages() {
        assertThat(TestInstallation.context(TestInstallation.N1).baseImages()).isNotEmpty();
        assertThat(TestInstallation.context(TestInstallation.N1.remove(TestInstallation.NOW))
                        .baseImages())
                .isEmpty();
    }

    @Test
    void onlyPossibleHostIsChosen() {
        DecisionContext context = TestInstallation.context(TestInstallation.N1, TestInstallation.N2);

        assertThat(context.place(WEB, needs(PlacementRequest.ANY, HOME), 1, Map.of()))
                .isEqualTo(new Choice.Chosen(TestInstallation.N1));
    }

    @Test
    void refusalOfTheOnlyPossibleHostNamesAllHosts() {
        DecisionContext context = TestInstallation.context(
                TestInstallation.N1.with(new Cordon(null, TestInstallation.NOW, null)), TestInstallation.N2);

        assertThat(refusals(context.place(WEB, needs(PlacementRequest.ANY, HOME), 1, Map.of())))
                .containsExactly("n1: cordoned", "n2: not your home host; your home directories are on n1");
    }

    @Test
    void removedHostCannotBeRequested() {
        DecisionContext context =
                TestInstallation.context(TestInstallation.N1.remove(TestInstallation.NOW), TestInstallation.N2);
        PlacementRequest onN1 = new PlacementRequest(HOME, List.of(), null);

        assertThat(refusals(context.place(WEB, needs(onN1, null), 1, Map.of())))
                .containsExactly("n2: not the requested host");
    }

    private static List<String> refusals(Choice choice) {
        return ((Choice.NoHost) choice).hosts().stream().map(Object::toString).toList();
    }

    private static ContainerNeeds needs(PlacementRequest request, @Nullable HostName home) {
        return new ContainerNeeds(
                new ImageSource.Base(TestInstallation.DEBIAN.name(), Set.of(TestInstallation.DEBIAN.name())),
                TestInstallation.DEFAULTS,
                null,
                request,
                home,
                List.of(),
                Map.of());
    }
}
