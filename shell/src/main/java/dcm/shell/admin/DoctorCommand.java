package dcm.shell.admin;

import dcm.contract.report.Finding;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AccountDocument;
import dcm.shell.document.HomesMoveDocument;
import dcm.shell.document.HostDocument;
import dcm.shell.document.HostDocument.HostFinding;
import dcm.shell.document.IssuerDocument;
import dcm.shell.screen.TextTable;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        description = "Show problems of the hosts and how to fix them. The exit code is 1 if there is a problem.",
        footer = {"", "Example: doctor n1"})
public class DoctorCommand extends ShellCommand {

    @Parameters(paramLabel = "HOST", arity = "0..1", description = "The host; all hosts if omitted.")
    private String host = "";

    public DoctorCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        List<HostDocument> hosts = host.isBlank() ? all() : one();
        Optional<String> problem = installationProblem();
        IssuerDocument issuer = api().get("/v1/issuer").read(IssuerDocument.class);
        if (!json()) {
            var table = new TextTable("HOST", "LEVEL", "CHECK", "FINDING AND REMEDY");
            quarantine(table);
            issuer(issuer, table);
            problem.ifPresent(finding -> table.row("-", "problem", "certificate", finding));
            hosts.forEach(each -> add(each, table));
            if (hosts.stream().anyMatch(HostDocument::isUnreachable)) {
                waitingMoves(table);
            }
            table.print(screen());
        }
        boolean hasProblem = hosts.stream()
                .anyMatch(each -> each.isUnreachable()
                        || each.findings().stream().anyMatch(finding -> finding.is(Finding.Level.PROBLEM)));
        return hasProblem || problem.isPresent() || quarantined() > 0 || !issuer.isReachable()
                ? ExitCode.REFUSED
                : ExitCode.DONE;
    }

    /** What is wrong with the certificate of the public URL, which only the installation's own machine knows; empty elsewhere. */
    protected Optional<String> installationProblem() {
        return Optional.empty();
    }

    private List<HostDocument> all() {
        PageDocument hosts = api().get("/v1/hosts").read(PageDocument.class);
        if (json()) {
            screen().json(hosts.items());
        }
        return hosts.read(HostDocument.class);
    }

    private List<HostDocument> one() {
        Document<HostDocument> found = api().get("/v1/hosts/" + host).document(HostDocument.class);
        if (json()) {
            screen().json(found.json());
        }
        return List.of(found.fields());
    }

    private int quarantined() {
        return api().get("/v1/quarantine").read(PageDocument.class).items().size();
    }

    private void quarantine(TextTable table) {
        int records = quarantined();
        if (records > 0) {
            table.row(
                    "-",
                    "problem",
                    "log",
                    "Records in quarantine, which DCM could not process: " + records
                            + ". List them with 'log ls', then release or discard each of them.");
        }
    }

    private static void issuer(IssuerDocument issuer, TextTable table) {
        table.row(
                "-",
                issuer.isReachable() ? "ok" : "problem",
                "issuer",
                "The issuer of access tokens, %s, is %s. Tokens must have aud %s and, at the first sign-in, %s."
                        .formatted(issuer.issuer(), issuer.state(), issuer.audience(), issuer.nameClaim()));
    }

    /** Moves of homes that do not advance until an unreachable host reports. */
    private void waitingMoves(TextTable table) {
        for (AccountDocument account : api().get("/v1/users").items(AccountDocument.class)) {
            HomesMoveDocument move = account.homesMove();
            if (move != null && !move.waiting().isEmpty()) {
                table.row(
                        move.from(),
                        "problem",
                        "homes-move",
                        "The homes of %s are moved to %s. %s".formatted(account.name(), move.to(), move.waiting()));
            }
        }
    }

    private static void add(HostDocument host, TextTable table) {
        if (host.isUnreachable()) {
            table.row(
                    host.name(),
                    "problem",
                    "heartbeat",
                    "The last heartbeat arrived at " + host.lastSeen()
                            + ". Check that the machine, its Docker Engine and its worker are running.");
        }
        for (HostFinding finding : host.findings()) {
            table.row(
                    host.name(),
                    finding.level(),
                    finding.check(),
                    finding.detail() + (finding.remedy().isEmpty() ? "" : " " + finding.remedy()));
        }
    }
}
