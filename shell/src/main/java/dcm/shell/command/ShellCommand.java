package dcm.shell.command;

import dcm.shell.api.Api;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Exit;
import dcm.shell.api.InterruptedCommand;
import dcm.shell.screen.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands have. */
public abstract class ShellCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--json", description = "Answer in JSON, for programs.")
    private boolean json;

    protected ShellCommand(Session session) {
        this.session = session;
    }

    /** Does it. */
    protected abstract Exit run();

    @Override
    public final Integer call() {
        try {
            return code();
        } catch (CommandFailure failure) {
            tell(failure);
            return failure.exit().code();
        } catch (InterruptedCommand enough) {
            return Exit.UNKNOWN.code();
        }
    }

    /** Does it, and tells its exit code. */
    protected int code() {
        return run().code();
    }

    /** Tells why something was not done, as the person wants it told. */
    protected final void tell(CommandFailure failure) {
        if (json) {
            screen().aside(failure.problem().toString());
        } else {
            screen().aside(failure.sentence());
        }
    }

    protected final Session session() {
        return session;
    }

    protected final Api api() {
        return session.api();
    }

    protected final Screen screen() {
        return session.screen();
    }

    /** A line for people. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
    protected final void say(String format, Object... values) {
        screen().line(values.length == 0 ? format : format.formatted(values));
    }

    /** Whether programs read the result. */
    protected final boolean json() {
        return json;
    }
}
