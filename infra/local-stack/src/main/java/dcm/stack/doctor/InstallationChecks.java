package dcm.stack.doctor;

import dcm.contract.report.Finding;
import dcm.stack.backup.LastBackup;
import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Restarts;
import dcm.stack.lifecycle.RollingUpgrade;
import dcm.stack.lifecycle.Stack;
import dcm.stack.lifecycle.SupervisorProcess;
import dcm.stack.machine.CommandName;
import dcm.stack.part.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** All checks of the installation that its own machine can make, also while parts do not run. */
public final class InstallationChecks {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private InstallationChecks() {}

    /**
     * The findings of all checks.
     *
     * @param publicAccess what the API gateway reports about the certificate of the public URL; empty if it does not answer
     */
    public static List<Finding> of(Installation installation, Callable<List<Finding>> publicAccess) {
        Map<String, Callable<List<Finding>>> groups = new LinkedHashMap<>();
        groups.put("parts", () -> parts(installation));
        groups.put("broker", () -> BrokerChecks.of(installation));
        groups.put("issuer-keys", () -> IssuerChecks.of(installation));
        groups.put("certificate", () -> CertificateChecks.of(installation, Instant.now()));
        groups.put("clock", () -> ClockCheck.of().stream().toList());
        groups.put("disk", () -> DiskChecks.of(installation));
        groups.put("public-access", () -> {
            List<Finding> reported = publicAccess.call();
            return reported.isEmpty() ? CertificateChecks.ofPublicUrl(installation, Instant.now()) : reported;
        });
        if (installation.foreignBroker().isEmpty()
                && installation.foreignDatabases().isEmpty()) {
            groups.put("backup", () -> List.of(backup(installation)));
        }
        return run(groups, TIMEOUT);
    }

    private static List<Finding> parts(Installation installation) {
        boolean supervised = SupervisorProcess.isRunning(installation);
        Stack stack = new Stack(installation);
        Map<Part, Boolean> health = stack.health();
        List<Finding> findings = new ArrayList<>(
                PartChecks.of(health, supervised ? Restarts.of(installation, health.keySet()) : Map.of(), supervised));
        PartChecks.versions(RollingUpgrade.partsOfOtherVersions(installation, stack))
                .ifPresent(findings::add);
        if (health.keySet().stream().anyMatch(part -> part.pid().isPresent())) {
            PartChecks.settings(installation.changedSettings()).ifPresent(findings::add);
        }
        return findings;
    }

    private static Finding backup(Installation installation) {
        Finding found = LastBackup.finding(LastBackup.of(installation.home()), Instant.now());
        return new Finding(
                found.check(),
                found.level(),
                found.detail(),
                found.remedy() == null ? null : CommandName.in(found.remedy()));
    }

    /**
     * Runs groups of checks at the same time. A group that fails, or does not end in time, becomes a finding, so that the others are
     * still shown.
     */
    static List<Finding> run(Map<String, Callable<List<Finding>>> groups, Duration timeout) {
        Map<String, FutureTask<List<Finding>>> running = new LinkedHashMap<>();
        groups.forEach((name, group) -> {
            FutureTask<List<Finding>> task = new FutureTask<>(group);
            running.put(name, task);
            // Platform threads, because an access to a disk that hangs blocks the thread of the operating system.
            Thread.ofPlatform().daemon().name("doctor-" + name).start(task);
        });
        Instant end = Instant.now().plus(timeout);
        List<Finding> findings = new ArrayList<>();
        running.forEach((name, task) -> findings.addAll(result(name, task, end)));
        return findings;
    }

    private static List<Finding> result(String name, FutureTask<List<Finding>> task, Instant end) {
        try {
            long left = Duration.between(Instant.now(), end).toMillis();
            return task.get(Math.max(0, left), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return List.of(unchecked(name, Findings.reason(e.getCause() == null ? e : e.getCause())));
        } catch (TimeoutException e) {
            task.cancel(true);
            return List.of(unchecked(name, "The check did not end in time."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(unchecked(name, "The check was interrupted."));
        }
    }

    private static Finding unchecked(String name, String reason) {
        return Findings.problem(
                name,
                "This could not be checked: " + reason,
                "Correct the cause if the reason names one. Otherwise see: ./dcm status, ./dcm logs");
    }
}
