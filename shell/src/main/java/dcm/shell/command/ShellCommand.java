package dcm.shell.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.shell.api.ApiClient;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.document.DryRunDocument;
import dcm.shell.screen.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Base class of all commands: runs the command and converts failures to exit codes. */
public abstract class ShellCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    protected ShellCommand(Session session) {
        this.session = session;
    }

    /** Runs the command. */
    protected abstract ExitCode run();

    @Override
    public final Integer call() {
        try {
            return code();
        } catch (CommandFailure failure) {
            printFailure(failure);
            return failure.exit().code();
        } catch (CommandInterruptedException enough) {
            return ExitCode.UNKNOWN.code();
        }
    }

    /** Runs the command and returns its exit code. */
    protected int code() {
        return run().code();
    }

    /** Prints why a command failed, as JSON with {@code --json}. */
    protected final void printFailure(CommandFailure failure) {
        if (json) {
            screen().jsonAside(failure.problem());
        } else {
            screen().printError(failure.sentence());
            GatewayServices program = session.atGateway();
            if (program != null) {
                program.advice(failure).ifPresent(screen()::printError);
            }
        }
    }

    protected final Session session() {
        return session;
    }

    protected final ApiClient api() {
        return session.api();
    }

    protected final Screen screen() {
        return session.screen();
    }

    /** Prints a line for a human reader. Commands call it only without {@code --json}. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would need a dependency
    protected final void say(String format, Object... values) {
        screen().line(formatted(format, values));
    }

    /** Prints a line about a step of a long command; with {@code --json} to standard error. */
    @SuppressWarnings("AnnotateFormatMethod")
    protected final void progress(String format, Object... values) {
        if (json) {
            screen().printError(formatted(format, values));
        } else {
            screen().line(formatted(format, values));
        }
    }

    /** Prints the answer to a request that only reports what it would do. */
    protected final ExitCode dryRun(ApiResponse answer) {
        Document<DryRunDocument> plan = answer.document(DryRunDocument.class);
        if (json) {
            screen().json(plan.json());
        } else {
            DryRunTable.print(plan.fields(), screen());
        }
        return ExitCode.DONE;
    }

    /**
     * Prints the answers to requests that only report what they would do. Each is what would happen if it were the only one.
     *
     * @param names what each request is about
     */
    protected final ExitCode dryRuns(List<String> names, Function<String, ApiResponse> request) {
        List<JsonNode> plans = new ArrayList<>();
        ExitCode exit = ExitCode.DONE;
        for (String name : names) {
            try {
                Document<DryRunDocument> plan = request.apply(name).document(DryRunDocument.class);
                plans.add(plan.json());
                if (!json) {
                    screen().line(name + ":");
                    DryRunTable.print(plan.fields(), screen());
                }
            } catch (CommandFailure failure) {
                printFailure(name, failure);
                exit = exit.or(failure.exit());
            }
        }
        if (json) {
            screen().json(plans);
        }
        return exit;
    }

    private void printFailure(String name, CommandFailure failure) {
        if (json) {
            printFailure(failure);
        } else {
            screen().printError(name + ": " + failure.sentence());
        }
    }

    /** Prints the answer to a change: what it would do if it was a dry run, or else {@link #result}. */
    @SuppressWarnings("AnnotateFormatMethod")
    protected final ExitCode outcome(DryRunOption dryRun, ApiResponse answer, String format, Object... values) {
        if (dryRun.isGiven()) {
            return dryRun(answer);
        }
        result(answer.expectDone(), format, values);
        return ExitCode.DONE;
    }

    /** Prints the result of a change: the API's answer with {@code --json}, or else a sentence. */
    @SuppressWarnings("AnnotateFormatMethod")
    protected final void result(JsonNode answer, String format, Object... values) {
        if (json) {
            screen().json(answer.isMissingNode() ? JsonNodeFactory.instance.objectNode() : answer);
        } else {
            screen().line(formatted(format, values));
        }
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static String formatted(String format, Object... values) {
        return values.length == 0 ? format : format.formatted(values);
    }

    /** Whether the result must be JSON. */
    protected final boolean json() {
        return json;
    }
}
