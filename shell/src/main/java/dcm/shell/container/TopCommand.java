package dcm.shell.container;

import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import dcm.shell.document.ProcessesDocument;
import dcm.shell.document.ProcessesDocument.ListedProcess;
import dcm.shell.screen.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "top",
        description = "List the processes of a container, with the process ids of the host.",
        footer = {"", "Example: top web"})
public final class TopCommand extends ShellCommand {
    @Parameters(
            paramLabel = "HANDLE",
            completionCandidates = ContainerCompletions.class,
            description = "A container: its SSH port, its name, or at least four digits of its id.")
    private String handle = "";

    TopCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Document<ProcessesDocument> answer =
                api().get(Containers.address(handle) + "/top").document(ProcessesDocument.class);
        if (json()) {
            screen().json(answer.json());
            return ExitCode.DONE;
        }
        var table = new TextTable("PID", "PARENT", "USER", "CPU %", "MEMORY %", "RUNNING", "COMMAND");
        for (ListedProcess process : answer.fields().processes()) {
            table.row(
                    process.pid(),
                    process.parentPid(),
                    process.uid(),
                    process.cpuPercent(),
                    process.memoryPercent(),
                    process.elapsed(),
                    process.command());
        }
        table.print(screen());
        return ExitCode.DONE;
    }
}
