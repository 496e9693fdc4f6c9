package dcm.stack.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.auditor.AuditReport;
import dcm.auditor.Auditor;
import dcm.auditor.finding.AuditFailure;
import dcm.auditor.finding.AuditFinding;
import dcm.stack.account.FirstAdministrator;
import dcm.stack.installation.Installation;
import dcm.stack.machine.CommandName;
import dcm.stack.machine.StackFailure;
import dcm.stack.service.WorkerInspection;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dcm verify}. */
@Command(
        name = "verify",
        description = {
            "Compare the log, the views and the container engines of all hosts.",
            "The exit code is 0 if they agree, and 1 if something is damaged."
        })
public final class VerifyCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ROW = "%-24s %-48s %s%n";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--received",
            paramLabel = "FILE",
            description = {
                "Also compare the log with the answers in FILE: bodies of the REST API's answers about requests, one"
                        + " per line.",
                "./dcm demo and ./dcm bench append the answers that they receive to the file in DCM_RECEIVED."
            })
    private @Nullable Path received;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        AuditReport report = audit();
        if (json) {
            System.out.println(JSON.writeValueAsString(tree(report)));
        } else {
            table(report);
        }
        return report.isClean() ? 0 : 1;
    }

    private AuditReport audit() throws InterruptedException {
        try {
            Installation installation = Installation.current();
            var otherEngines = new WorkerInspection(installation, FirstAdministrator.name(installation));
            return new Auditor(installation.auditSettings(otherEngines)).audit(received);
        } catch (AuditFailure e) {
            throw new StackFailure(e.getMessage() + " './dcm status' shows how each part is.", e);
        }
    }

    private static ObjectNode tree(AuditReport report) {
        ObjectNode tree = JSON.createObjectNode().put("clean", report.isClean());
        tree.putObject("checked")
                .put("intents", report.intents())
                .put("events", report.events())
                .put("containers", report.containers())
                .put("answers", report.answers());
        ArrayNode findings = tree.putArray("findings");
        for (AuditFinding finding : report.findings()) {
            findings.addObject()
                    .put("kind", finding.kind().label())
                    .put("damage", finding.kind().isDamage())
                    .put("meaning", finding.kind().meaning())
                    .put("subject", finding.subject())
                    .put("detail", CommandName.in(finding.sentence()));
        }
        return tree;
    }

    private static void table(AuditReport report) {
        if (!report.findings().isEmpty()) {
            System.out.printf(ROW, "FINDING", "SUBJECT", "DETAIL");
        }
        report.findings()
                .forEach(finding -> System.out.printf(
                        ROW, finding.kind().label(), finding.subject(), CommandName.in(finding.sentence())));
        int damage = report.damage().size();
        System.out.printf(
                "Checked %d requests, %d events, %d containers and %d received answers: %s%n",
                report.intents(),
                report.events(),
                report.containers(),
                report.answers(),
                damage == 0 ? "no damage." : damage + " findings are damage.");
    }
}
