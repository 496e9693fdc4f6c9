package dcm.stack.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.ServiceInstances.Instance;
import dcm.stack.machine.StackFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceInstancesTest {
    @TempDir
    Path repository;

    @Test
    void eachServiceRunsOnceByDefault() {
        ServiceInstances instances = ServiceInstances.parse("");

        assertEquals(
                List.of(new Instance("command-service", StackPort.COMMAND_SERVICE)), instances.of("command-service"));
        assertEquals("", instances.setting());
    }

    @Test
    void secondInstanceHasItsOwnNameAndPort() {
        ServiceInstances instances = ServiceInstances.parse("projection-service:2, command-service:1");

        assertEquals(
                List.of(
                        new Instance("projection-service", StackPort.PROJECTION_SERVICE),
                        new Instance("projection-service-2", StackPort.PROJECTION_SERVICE_2)),
                instances.of("projection-service"));
        assertEquals(1, instances.of("command-service").size());
        assertEquals("projection-service:2", instances.setting());
    }

    @Test
    void settingIsStoredAndGivesTheUrlsOfAllInstances() {
        Installation.of(repository, Map.of("DCM_INSTANCES", "command-service:2"))
                .store();

        Installation later = Installation.of(repository, Map.of());

        assertEquals("http://127.0.0.1:8081,http://127.0.0.1:8095", later.urls("command-service"));
        assertEquals("http://127.0.0.1:8082", later.urls("projection-service"));
    }

    @Test
    void oneMoreInstanceIsPossibleUpToTwo() {
        ServiceInstances one = ServiceInstances.parse("");

        ServiceInstances two = one.withOneMore("command-service").orElseThrow();

        assertEquals("command-service:2", two.setting());
        assertTrue(two.withOneMore("command-service").isEmpty());
        assertTrue(one.withOneMore("runtime-worker").isEmpty());
    }

    @Test
    void otherServicesAndNumbersAreRejected() {
        for (String wrong : List.of(
                "command-service",
                "command-service:0",
                "command-service:3",
                "runtime-worker:2",
                "command-service:two")) {
            StackFailure failure = assertThrows(StackFailure.class, () -> ServiceInstances.parse(wrong), wrong);

            assertTrue(String.valueOf(failure.getMessage()).contains(wrong));
        }
    }
}
