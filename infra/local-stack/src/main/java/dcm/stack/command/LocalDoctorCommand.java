package dcm.stack.command;

import dcm.shell.admin.DoctorCommand;
import dcm.shell.command.Session;
import dcm.stack.installation.Installation;
import java.util.Optional;

/** {@code ./dcm doctor}: also checks the certificate of the public URL. */
final class LocalDoctorCommand extends DoctorCommand {
    LocalDoctorCommand(Session session) {
        super(session);
    }

    @Override
    protected Optional<String> installationProblem() {
        return PublicAccessStatus.of(Installation.current()).attention();
    }
}
