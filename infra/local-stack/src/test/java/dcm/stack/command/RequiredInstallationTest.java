package dcm.stack.command;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.shell.admin.HostCommand;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequiredInstallationTest {
    private static final List<Class<?>> NEED_ONE = List.of(
            HostCommand.Ls.class,
            LocalHostCommands.Invite.class,
            VerifyCommand.class,
            PruneCommand.class,
            BackupCommand.class);

    @TempDir
    Path home;

    @Test
    void commandOfAnAdministratorIsRefusedOnAJoinedHost() {
        Installation joined = installation(Map.of("DCM_HOST_NAME", "n2", "DCM_JOINED", "https://192.0.2.1:8093"));

        for (Class<?> command : NEED_ONE) {
            assertEquals(
                    "This machine is the host n2 of the installation at https://192.0.2.1:8093. Run './dcm host ls' there.",
                    failure(command, joined));
        }
        assertTrue(failure(DemoCommand.class, joined).startsWith("This machine is the host n2"));
        assertDoesNotThrow(() -> check(StatusCommand.class, joined));
        assertDoesNotThrow(() -> check(LocalHostCommands.Join.class, joined));
    }

    @Test
    void commandOfAnAdministratorIsRefusedWithoutAnInstallation() throws IOException {
        Installation none = installation(Map.of());

        for (Class<?> command : NEED_ONE) {
            String failure = failure(command, none);
            assertTrue(failure.startsWith("There is no installation of DCM in " + home), failure);
            assertTrue(failure.contains("Run './dcm host ls' on the machine of the installation"), failure);
        }
        for (Class<?> command : List.<Class<?>>of(
                UpCommand.class,
                DemoCommand.class,
                LocalHostCommands.Join.class,
                RestoreCommand.class,
                BackupCommand.Ls.class)) {
            assertDoesNotThrow(() -> check(command, none));
        }

        Files.createDirectories(none.data("kafka"));
        NEED_ONE.forEach(command -> assertDoesNotThrow(() -> check(command, none)));
    }

    private static String failure(Class<?> command, Installation installation) {
        return String.valueOf(assertThrows(StackFailure.class, () -> check(command, installation))
                .getMessage());
    }

    private static void check(Class<?> command, Installation installation) {
        RequiredInstallation.check(command, "host ls", () -> installation);
    }

    private Installation installation(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("DCM_HOME", home.toString());
        return Installation.of(home, all);
    }
}
