package dcm.shell.container;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description =
                "Show the output of a container's programs, without terminal control sequences. With --json, each line"
                        + " is an object.",
        footer = {"", "Example: logs web --tail 20 --follow"})
public final class LogsCommand extends ShellCommand {
    private static final int MAX_LINE = 8192;

    @Parameters(
            paramLabel = "HANDLE",
            completionCandidates = ContainerCompletions.class,
            description = "A container: its SSH port, its name, or at least four digits of its id.")
    private String handle = "";

    @Option(
            names = {"-n", "--tail"},
            paramLabel = "N",
            defaultValue = "100",
            description = "Number of last lines; ${DEFAULT-VALUE} by default.")
    private int tail;

    @Option(
            names = {"-t", "--timestamps"},
            description = "Begin each line with the time of its output, in UTC.")
    private boolean timestamps;

    @Option(
            names = {"-f", "--follow"},
            description = "Follow the output until Ctrl-C.")
    private boolean follow;

    LogsCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (follow) {
            screen().pager().stop();
        }
        String address = Containers.address(handle) + "/logs?tail=" + tail + "&follow=" + follow
                + (timestamps ? "&timestamps=true" : "");
        try (Reader log =
                new BufferedReader(new InputStreamReader(api().open(address, "text/plain"), StandardCharsets.UTF_8))) {
            copy(log);
            return ExitCode.DONE;
        } catch (IOException e) {
            throw CommandInterruptedException.or(
                    new CommandFailure(ExitCode.FAILED, "The connection was lost: " + e.getMessage()), e);
        }
    }

    private void copy(Reader log) throws IOException {
        var line = new StringBuilder();
        int before = 0;
        for (int c = log.read(); c >= 0; c = log.read()) {
            if (c == '\n' || c == '\r' || line.length() == MAX_LINE) {
                boolean endOfTheSameLine = c == '\n' && before == '\r';
                if (!endOfTheSameLine) {
                    print(line);
                    line.setLength(0);
                }
            }
            if (c != '\n' && c != '\r') {
                line.append((char) c);
            }
            before = c;
        }
        if (!line.isEmpty()) {
            print(line);
        }
    }

    private void print(CharSequence line) {
        if (json()) {
            screen().jsonLine(JsonNodeFactory.instance.objectNode().put("line", line.toString()));
        } else {
            screen().line(line.toString());
        }
    }
}
