package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.contract.report.Finding;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.api.Pages;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AboutDocument;
import dcm.shell.document.AccountDocument;
import dcm.shell.document.HomesMoveDocument;
import dcm.shell.document.HostDocument;
import dcm.shell.document.HostDocument.HostFinding;
import dcm.shell.document.IssuerDocument;
import dcm.shell.screen.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        description =
                "Show problems of the installation and its hosts, and how to fix them. The exit code is 1 if there is a problem.",
        footer = {"", "Example: doctor n1"})
public class DoctorCommand extends ShellCommand {

    @Parameters(paramLabel = "HOST", arity = "0..1", description = "The host; all hosts if omitted.")
    private String host = "";

    public DoctorCommand(Session session) {
        super(session);
    }

    /** What was found; either part can be empty if DCM does not answer. */
    private record Diagnosis(List<Finding> findings, List<Document<HostDocument>> hosts) {
        boolean hasProblem() {
            return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.PROBLEM)
                    || hosts.stream()
                            .map(Document::fields)
                            .anyMatch(host -> host.isUnreachable()
                                    || host.findings().stream().anyMatch(finding -> finding.is(Finding.Level.PROBLEM)));
        }
    }

    @Override
    protected ExitCode run() {
        Diagnosis found = diagnose();
        if (json()) {
            screen().json(tree(found));
        } else {
            TextTable table = new TextTable("HOST", "LEVEL", "CHECK", "FINDING AND REMEDY");
            found.findings().forEach(finding -> add(finding, table));
            found.hosts().forEach(host -> add(host.fields(), table));
            table.print(screen());
        }
        return found.hasProblem() ? ExitCode.REFUSED : ExitCode.DONE;
    }

    private Diagnosis diagnose() {
        List<Finding> findings = new ArrayList<>(installation());
        List<Document<HostDocument>> hosts;
        try {
            hosts = host.isBlank() ? all() : List.of(one());
        } catch (CommandFailure failure) {
            findings.add(hostsUnchecked(failure));
            return new Diagnosis(findings, List.of());
        }
        findings.addAll(check("log", this::quarantine));
        findings.addAll(check("issuer", () -> List.of(issuer())));
        findings.addAll(check("versions", () -> List.of(versions(hosts))));
        findings.addAll(check("containers", this::lostContainers));
        if (hosts.stream().anyMatch(each -> each.fields().isUnreachable())) {
            findings.addAll(check("homes-move", this::waitingMoves));
        }
        return new Diagnosis(findings, hosts);
    }

    /** A check that fails is a finding, so that the others are still shown. */
    private static List<Finding> check(String name, Supplier<List<Finding>> check) {
        try {
            return check.get();
        } catch (CommandFailure failure) {
            return List.of(new Finding(
                    name,
                    Finding.Level.PROBLEM,
                    "This could not be checked: " + failure.sentence(),
                    "Resolve the other problems. Then run this command again."));
        }
    }

    /** What only the installation's own machine knows: its parts, the broker, certificates and disks. Empty elsewhere. */
    protected List<Finding> installation() {
        return List.of();
    }

    /** The finding that the hosts could not be read, for an administrator on DCM's machine. Others only get the error. */
    protected Finding hostsUnchecked(CommandFailure failure) {
        throw failure;
    }

    private static JsonNode tree(Diagnosis found) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode findings = tree.putArray("findings");
        for (Finding finding : found.findings()) {
            ObjectNode node = findings.addObject()
                    .put("level", level(finding))
                    .put("check", finding.check())
                    .put("detail", finding.detail());
            if (finding.remedy() != null) {
                node.put("remedy", finding.remedy());
            }
        }
        ArrayNode hosts = tree.putArray("hosts");
        found.hosts().forEach(host -> hosts.add(host.json()));
        return tree;
    }

    private List<Document<HostDocument>> all() {
        return api().get("/v1/hosts").read(PageDocument.class).items().stream()
                .map(json -> Document.of(json, HostDocument.class))
                .toList();
    }

    private Document<HostDocument> one() {
        return api().get("/v1/hosts/" + host).document(HostDocument.class);
    }

    private List<Finding> quarantine() {
        int records =
                api().get("/v1/quarantine").read(PageDocument.class).items().size();
        return records == 0
                ? List.of()
                : List.of(new Finding(
                        "log",
                        Finding.Level.PROBLEM,
                        "Records in quarantine, which DCM could not process: " + records + ".",
                        "List them with 'log ls', then release or discard each of them."));
    }

    private Finding issuer() {
        IssuerDocument issuer = api().get("/v1/issuer").read(IssuerDocument.class);
        return new Finding(
                "issuer",
                issuer.isReachable() ? Finding.Level.OK : Finding.Level.PROBLEM,
                "The issuer of access tokens, %s, is %s. Tokens must have aud %s and, at the first sign-in, %s."
                        .formatted(issuer.issuer(), issuer.state(), issuer.audience(), issuer.nameClaim()),
                issuer.isReachable()
                        ? null
                        : "Without it, nobody can sign in. Check that it runs, and its name and network from the machine of DCM.");
    }

    /** Compares the workers with the services. */
    private Finding versions(List<Document<HostDocument>> hosts) {
        String services = api().get("/v1/about").read(AboutDocument.class).version();
        String others = hosts.stream()
                .map(Document::fields)
                .filter(each ->
                        !each.workerVersion().isEmpty() && !each.workerVersion().equals(services))
                .map(each -> each.name() + " has " + each.workerVersion())
                .collect(Collectors.joining(", "));
        return others.isEmpty()
                ? new Finding("versions", Finding.Level.OK, "Services and workers have version " + services + ".", null)
                : new Finding(
                        "versions",
                        Finding.Level.WARNING,
                        "The services have version " + services + ", but workers have others: " + others + ".",
                        "Upgrade DCM on these hosts, and restart their workers. Newer workers with older services work,"
                                + " too.");
    }

    /** After the removal of a host or a restoration, users wait for their containers. */
    private List<Finding> lostContainers() {
        List<JsonNode> lost = Pages.all(api(), "/v1/containers?scope=all&state=lost");
        String hosts = lost.stream()
                .map(container -> container.path("host").asText())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return lost.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        "containers",
                        Finding.Level.WARNING,
                        "Lost containers: %d, of %s.".formatted(lost.size(), hosts),
                        "List them with 'containers --state lost'. If the host was removed or restored from a backup:"
                                + " host recreate HOST. Otherwise their users can remove or recreate them."));
    }

    /** Moves of homes that do not advance until an unreachable host reports. */
    private List<Finding> waitingMoves() {
        List<Finding> waiting = new ArrayList<>();
        for (AccountDocument account : api().get("/v1/users").items(AccountDocument.class)) {
            HomesMoveDocument move = account.homesMove();
            if (move != null && !move.waiting().isEmpty()) {
                waiting.add(new Finding(
                        "homes-move",
                        Finding.Level.PROBLEM,
                        "The homes of %s are moved to %s.".formatted(account.name(), move.to()),
                        move.waiting()));
            }
        }
        return waiting;
    }

    private static void add(Finding finding, TextTable table) {
        table.row(
                "-",
                level(finding),
                finding.check(),
                finding.detail() + (finding.remedy() == null ? "" : " " + finding.remedy()));
    }

    private static String level(Finding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
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
