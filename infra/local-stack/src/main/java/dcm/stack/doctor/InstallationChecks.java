package dcm.stack.doctor;

import dcm.contract.report.Finding;
import dcm.stack.installation.Installation;
import dcm.stack.join.WorkerUnit;
import dcm.stack.lifecycle.Restarts;
import dcm.stack.lifecycle.Stack;
import dcm.stack.lifecycle.SupervisorProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All checks of the installation that its own machine can make, also while parts do not run. */
public final class InstallationChecks {
    private InstallationChecks() {}

    public static List<Finding> of(Installation installation) {
        List<Finding> findings = new ArrayList<>(parts(installation));
        if (installation.joined().isEmpty()) {
            try {
                findings.addAll(BrokerChecks.of(installation));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return findings;
            }
            findings.addAll(IssuerChecks.of(installation));
        }
        findings.addAll(CertificateChecks.of(installation, Instant.now()));
        findings.addAll(DiskChecks.of(installation));
        return findings;
    }

    private static List<Finding> parts(Installation installation) {
        boolean supervised = SupervisorProcess.isRunning(installation)
                || installation.joined().isPresent() && new WorkerUnit(installation).isInstalled();
        return PartChecks.of(
                new Stack(installation).health(),
                supervised ? new Restarts(installation).read() : Map.of(),
                supervised);
    }
}
