package dcm.shell.container;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
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
            description = "A container: its SSH port, its name, or the beginning of its id.")
    private String handle = "";

    TopCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        JsonNode processes = api().get(Containers.address(handle) + "/top").expectDone();
        if (json()) {
            screen().json(processes);
            return ExitCode.DONE;
        }
        var table = new TextTable("PID", "PARENT", "USER", "CPU %", "MEMORY %", "RUNNING", "COMMAND");
        for (JsonNode process : processes.path("processes")) {
            table.row(
                    process.path("pid").asText(),
                    process.path("parentPid").asText(),
                    process.path("uid").asText(),
                    process.path("cpuPercent").asText(),
                    process.path("memoryPercent").asText(),
                    process.path("elapsed").asText(),
                    process.path("command").asText());
        }
        table.print(screen());
        return ExitCode.DONE;
    }
}
