package dcm.journey.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ./dcm verify} finds damage on other machines. Their workers are cut off, so that they cannot report it. */
@Tag("cluster")
@ExtendWith(ClusterMachines.class)
class ClusterAuditJourneyIT {
    @Test
    void containerRemovedByHandIsMissing() {
        JsonNode web = TestUser.joins("alice").creates("web");
        TestMachine machine = ClusterMachines.of(web);
        machine.cutOff(ClusterMachines.stack());

        machine.run("docker", "rm", "-f", name(web));

        assertThat(ClusterMachines.damage())
                .singleElement()
                .asString()
                .startsWith("container-missing container/" + web.path("id").asText());
    }

    @Test
    void containerDoubledByHandOnAnotherMachineIsFound() {
        JsonNode web = TestUser.joins("alice").creates("web");
        TestMachine other = ClusterMachines.otherThan(web);

        create(other, web, "alice");
        List<String> damage = ClusterMachines.damage();
        other.run("docker", "rm", "-f", name(web));

        assertThat(damage)
                .singleElement()
                .asString()
                .startsWith("container-doubled container/" + web.path("id").asText());
    }

    @Test
    void containerWithAChangedLabelIsFound() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        TestMachine machine = ClusterMachines.of(web);
        machine.cutOff(ClusterMachines.stack());
        machine.run("docker", "rm", "-f", name(web));

        create(machine, web, "eve");
        List<String> damage = ClusterMachines.damage();
        machine.run("docker", "rm", "-f", name(web));

        assertThat(damage)
                .anySatisfy(finding -> assertThat(finding)
                        .startsWith("container-shape-differs")
                        .contains("the label dcm.owner"))
                .allSatisfy(
                        finding -> assertThat(finding).contains(web.path("id").asText()));
    }

    @Test
    void machineWhoseWorkerDoesNotRunIsAFinding() {
        JsonNode web = TestUser.joins("alice").creates("web");
        TestMachine machine = ClusterMachines.of(web);
        machine.dcm("down");

        List<String> damage = ClusterMachines.damage();
        machine.dcm("up");

        assertThat(damage).singleElement().asString().startsWith("host-unreadable host/" + machine.name());
    }

    /** A container that another program creates under the name of one of DCM's. */
    private static void create(TestMachine machine, JsonNode container, String owner) {
        machine.run(
                "docker",
                "create",
                "--name",
                name(container),
                "--label",
                "dcm.installation=" + ClusterMachines.stack().installation().id(),
                "--label",
                "dcm.container=" + container.path("id").asText(),
                "--label",
                "dcm.owner=" + owner,
                RunningStack.BASE_IMAGE);
    }

    private static String name(JsonNode container) {
        return ClusterMachines.stack().dockerName(container.path("id").asText());
    }
}
