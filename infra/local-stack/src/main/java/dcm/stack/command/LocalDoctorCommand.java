package dcm.stack.command;

import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.shell.admin.DoctorCommand;
import dcm.shell.api.CommandFailure;
import dcm.shell.command.Session;
import dcm.stack.backup.LastBackup;
import dcm.stack.doctor.InstallationChecks;
import dcm.stack.installation.Installation;
import dcm.stack.machine.CommandName;
import dcm.stack.part.Versions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ./dcm doctor}: also checks what only this machine knows, and works while DCM does not answer. */
final class LocalDoctorCommand extends DoctorCommand {
    LocalDoctorCommand(Session session) {
        super(session);
    }

    @Override
    protected List<Finding> installation() {
        Installation installation = Installation.current();
        List<Finding> findings = new ArrayList<>(InstallationChecks.of(installation));
        PublicAccessStatus access = PublicAccessStatus.of(installation);
        access.attention()
                .ifPresentOrElse(
                        reason -> findings.add(new Finding(
                                "certificate",
                                Level.PROBLEM,
                                reason,
                                CommandName.in("See \"Opening DCM to others\" in docs/operations.md."))),
                        () -> access.certificateEnd()
                                .ifPresent(end -> findings.add(new Finding(
                                        "certificate",
                                        Level.OK,
                                        "The certificate of the public URL ends at " + end + ".",
                                        null))));
        Finding backup = LastBackup.finding(LastBackup.of(installation.home()), Instant.now());
        findings.add(new Finding(
                backup.check(),
                backup.level(),
                backup.detail(),
                backup.remedy() == null ? null : CommandName.in(backup.remedy())));
        return findings;
    }

    @Override
    protected Optional<String> installedVersion() {
        return Optional.of(Versions.of("dcm"));
    }

    @Override
    protected Finding unavailable(CommandFailure failure) {
        return new Finding(
                "api",
                Level.PROBLEM,
                "DCM does not answer, so the hosts could not be checked: " + failure.sentence(),
                CommandName.in("Resolve the problems above, or run ./dcm up. Then run this command again."));
    }
}
