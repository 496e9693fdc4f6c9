package dcm.command.admission.owner;

import static dcm.command.admission.owner.Facts.CI;
import static dcm.command.admission.owner.Facts.DB;
import static dcm.command.admission.owner.Facts.OPENED;
import static dcm.command.admission.owner.Facts.WEB;
import static dcm.command.admission.owner.Facts.placed;
import static dcm.command.admission.owner.Facts.started;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.Lab;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.quota.Resource;
import dcm.contract.quota.Use;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainersTest {
    private final Containers three =
            containers(placed(WEB, "web"), placed(DB, "db"), placed(CI, "ci"), started(WEB, 31_001));

    @Test
    void containerIsFoundByIdNameAndPort() {
        assertThat(three.named(new Handle(WEB.value())))
                .extracting(ContainerState::id)
                .containsExactly(WEB);
        assertThat(three.named(new Handle("web")))
                .extracting(ContainerState::id)
                .containsExactly(WEB);
        assertThat(three.named(new Handle("31001")))
                .extracting(ContainerState::id)
                .containsExactly(WEB);
    }

    @Test
    void beginningOfAnIdFindsAllThatHaveIt() {
        assertThat(three.named(new Handle("aaaa")))
                .extracting(ContainerState::id)
                .containsExactlyInAnyOrder(WEB, DB);
    }

    @Test
    void renamedContainerIsFoundByItsNewNameOnly() {
        Containers renamed = three.with(three.get(WEB).named(new ContainerName("www")));

        assertThat(renamed.named(new Handle("www"))).hasSize(1);
        assertThat(renamed.named(new Handle("web"))).isEmpty();
        assertThat(renamed.hasNamed(new ContainerName("web"))).isFalse();
        assertThat(three.hasNamed(new ContainerName("web"))).isTrue();
    }

    @Test
    void removedContainerUsesNothing() {
        assertThat(three.use().amount(Resource.CONTAINERS)).isEqualTo(3);

        Containers none = three.without(WEB).without(DB).without(CI);

        assertThat(none).isEmpty();
        assertThat(none.named(new Handle("31001"))).isEmpty();
        for (Resource resource : Resource.values()) {
            assertThat(none.use().amount(resource)).isZero();
        }
    }

    @Test
    void useIsThatOfAllContainers() {
        Use counted = three.values().stream()
                .map(container -> Use.of(container.spec(), container.countsAsRunning()))
                .reduce(Use.NONE, Use::plus);

        assertThat(three.with(three.get(DB)).use()).isEqualTo(counted);
    }

    @Test
    void containerThatHoldsTooMuchIsFoundUntilItHoldsLess() {
        Containers full = three.with(three.get(WEB).holding(1L << 40));

        assertThat(full.anyTooLarge()).map(ContainerState::id).contains(WEB);
        assertThat(full.with(full.get(WEB).holding(0)).anyTooLarge()).isEmpty();
    }

    private static Containers containers(OwnerEvent... events) {
        OwnerState state = OwnerEvolution.evolve(OwnerState.unknown(Lab.ALICE), OPENED, Lab.NOW);
        for (OwnerEvent event : List.of(events)) {
            state = OwnerEvolution.evolve(state, event, Lab.NOW);
        }
        return state.indexed();
    }
}
