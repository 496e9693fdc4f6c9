package dcm.command.admission.state;

import static dcm.command.admission.owner.EventFixtures.CI;
import static dcm.command.admission.owner.EventFixtures.DB;
import static dcm.command.admission.owner.EventFixtures.OPENED;
import static dcm.command.admission.owner.EventFixtures.WEB;
import static dcm.command.admission.owner.EventFixtures.placed;
import static dcm.command.admission.owner.EventFixtures.started;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.OwnerFold;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerIndexTest {
    private final ContainerIndex three =
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
    void idPrefixFindsAllMatchingContainers() {
        assertThat(three.named(new Handle("aaaa")))
                .extracting(ContainerState::id)
                .containsExactlyInAnyOrder(WEB, DB);
    }

    @Test
    void renamedContainerIsFoundByItsNewNameOnly() {
        ContainerIndex renamed = three.with(three.get(WEB).rename(new ContainerName("www")));

        assertThat(renamed.named(new Handle("www"))).hasSize(1);
        assertThat(renamed.named(new Handle("web"))).isEmpty();
        assertThat(renamed.hasNamed(new ContainerName("web"))).isFalse();
        assertThat(three.hasNamed(new ContainerName("web"))).isTrue();
    }

    @Test
    void containersAreCountedByHost() {
        HostName host = three.get(WEB).host();

        assertThat(three.countByHost()).isEqualTo(Map.of(host, 3));
        assertThat(three.with(three.get(WEB).rename(new ContainerName("www"))).countByHost())
                .isEqualTo(Map.of(host, 3));
        assertThat(three.without(DB).countByHost()).isEqualTo(Map.of(host, 2));
        assertThat(three.without(DB).without(WEB).without(CI).countByHost()).isEmpty();
    }

    @Test
    void hostsAreThoseOfAllContainers() {
        HostName host = three.get(WEB).host();

        assertThat(three.hosts()).containsExactly(host);
        assertThat(three.without(DB).without(WEB).hosts()).containsExactly(host);
        assertThat(three.without(DB).without(WEB).without(CI).hosts()).isEmpty();
    }

    @Test
    void changedContainersAreThoseChangedSinceTheBaseline() {
        ContainerIndex before = three.asBaseline();

        ContainerIndex after =
                before.with(before.get(WEB).rename(new ContainerName("www"))).without(DB);

        assertThat(before.changedSince(before)).isEmpty();
        assertThat(after.changedSince(before)).containsExactlyInAnyOrder(WEB, DB);
    }

    @Test
    void allContainersMayHaveChangedSinceAnotherVersion() {
        ContainerIndex before = three.asBaseline();
        ContainerIndex derived = before.without(DB);

        assertThat(derived.with(derived.get(WEB)).changedSince(derived)).containsExactlyInAnyOrder(WEB, CI);
        assertThat(before.changedSince(derived)).containsExactlyInAnyOrder(WEB, DB, CI);
        assertThat(derived.changedSince(three)).containsExactlyInAnyOrder(WEB, DB, CI);
    }

    @Test
    void removedContainerDoesNotCountAgainstTheQuota() {
        assertThat(three.use().amount(Resource.CONTAINERS)).isEqualTo(3);

        ContainerIndex none = three.without(WEB).without(DB).without(CI);

        assertThat(none).isEmpty();
        assertThat(none.named(new Handle("31001"))).isEmpty();
        for (Resource resource : Resource.values()) {
            assertThat(none.use().amount(resource)).isZero();
        }
    }

    @Test
    void usageIsTheSumOfAllContainers() {
        ResourceUsage counted = three.values().stream()
                .map(container -> container.spec().usage(container.countsAsRunning()))
                .reduce(ResourceUsage.NONE, ResourceUsage::plus);

        assertThat(three.with(three.get(DB)).use()).isEqualTo(counted);
    }

    @Test
    void containerOverItsDiskLimitIsListedUntilFilesAreDeleted() {
        ContainerIndex full = three.with(three.get(WEB).withDisk(1L << 40));

        assertThat(full.anyTooLarge()).map(ContainerState::id).contains(WEB);
        assertThat(full.with(full.get(WEB).withDisk(0)).anyTooLarge()).isEmpty();
    }

    private static ContainerIndex containers(OwnerEvent... events) {
        OwnerState state = OwnerFold.evolve(OwnerState.unknown(TestInstallation.ALICE), OPENED, TestInstallation.NOW);
        for (OwnerEvent event : List.of(events)) {
            state = OwnerFold.evolve(state, event, TestInstallation.NOW);
        }
        return state.indexed();
    }
}
