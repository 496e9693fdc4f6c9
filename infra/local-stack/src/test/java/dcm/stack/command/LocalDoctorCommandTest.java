package dcm.stack.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.contract.report.Finding;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.stack.installation.Installation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDoctorCommandTest {
    @TempDir
    Path home;

    @Test
    void stoppedKeycloakIsAFinding() {
        Installation stopped = Installation.of(home, Map.of("DCM_HOME", home.toString(), "DCM_PORT_BASE", "18990"));

        CommandFailure failure = assertThrows(CommandFailure.class, () -> AdministratorCommands.token(stopped));

        finding(
                failure,
                "DCM gave no token for an administrator, so the hosts could not be checked: Keycloak does not answer.");
    }

    @Test
    void onlyASilentApiIsReportedAsSilent() {
        finding(
                CommandFailure.withCode(CommandFailure.UNREACHABLE, "Cannot connect to DCM."),
                "DCM does not answer, so the hosts could not be checked: Cannot connect to DCM.");
        finding(
                new CommandFailure(ExitCode.REFUSED, "There is no host n9."),
                "The hosts could not be checked: There is no host n9.");
    }

    private static void finding(CommandFailure failure, String detail) {
        Finding found = LocalDoctorCommand.unchecked(failure);

        assertEquals(Finding.Level.PROBLEM, found.level());
        assertTrue(found.detail().startsWith(detail), found.detail());
    }
}
