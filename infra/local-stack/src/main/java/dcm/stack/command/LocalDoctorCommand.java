package dcm.stack.command;

import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.shell.admin.DoctorCommand;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.stack.doctor.InstallationChecks;
import dcm.stack.installation.Installation;
import dcm.stack.machine.CommandName;
import java.util.List;
import java.util.Optional;

/** {@code ./dcm doctor}: also checks what only this machine knows, and works while DCM does not answer. */
final class LocalDoctorCommand extends DoctorCommand {
    private static final String CERTIFICATE = "certificate";

    LocalDoctorCommand(Session session) {
        super(session);
    }

    @Override
    protected List<Finding> installation() {
        Installation installation = Installation.current();
        return InstallationChecks.of(installation, () -> publicAccess(installation));
    }

    private static List<Finding> publicAccess(Installation installation) {
        PublicAccessStatus access = PublicAccessStatus.of(installation);
        Optional<Finding> attention = access.attention()
                .map(reason -> new Finding(CERTIFICATE, Level.PROBLEM, reason, "See docs/opening.md."));
        return attention
                .or(() -> access.certificateEnd()
                        .map(end -> new Finding(
                                CERTIFICATE, Level.OK, "The certificate of the public URL ends at " + end + ".", null)))
                .map(List::of)
                .orElse(List.of());
    }

    @Override
    protected Finding hostsUnchecked(CommandFailure failure) {
        return unchecked(failure);
    }

    /** The API answers a wrong name of a host or a wrong token with a rejection. */
    static Finding unchecked(CommandFailure failure) {
        boolean answers = failure.exit() == ExitCode.REFUSED || failure.exit() == ExitCode.USAGE;
        if (failure.problem().path("code").asText().equals(AdministratorCommands.NO_TOKEN)) {
            return problem(
                    "DCM gave no token for an administrator, so the hosts could not be checked: " + failure.sentence(),
                    "Resolve the problems above, or run ./dcm up. With DCM_ISSUER, set DCM_TOKEN to a token of an administrator.");
        }
        return answers
                ? problem(
                        "The hosts could not be checked: " + failure.sentence(),
                        "Compare the name with ./dcm host ls. If the token is rejected, get a new one (DCM_TOKEN).")
                : problem(
                        "DCM does not answer, so the hosts could not be checked: " + failure.sentence(),
                        "Resolve the problems above, or run ./dcm up. Then run this command again.");
    }

    private static Finding problem(String detail, String remedy) {
        return new Finding("api", Level.PROBLEM, detail, CommandName.in(remedy));
    }
}
