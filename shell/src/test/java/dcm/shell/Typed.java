package dcm.shell;

import dcm.shell.api.ApiClient;
import dcm.shell.command.GatewayServices;
import dcm.shell.command.Input;
import dcm.shell.command.Session;
import dcm.shell.screen.Screen;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs a command in a test and keeps its exit code and output. */
record Typed(int code, String out, String err) {
    /** Runs a command without an API gateway, for commands that send no request. */
    static Typed anywhere(String... words) {
        return at(URI.create("http://127.0.0.1:1"), words);
    }

    static Typed at(URI gateway, String... words) {
        return at(gateway, new FakeGatewayServices(), words);
    }

    static Typed at(URI gateway, GatewayServices services, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var screen = new Screen(new PrintWriter(out), new PrintWriter(err), false, false, () -> 80);
        List<Exception> mistakes = new ArrayList<>();
        int code = shell(screen, gateway, services, mistakes).execute(words);
        if (!mistakes.isEmpty()) {
            throw new AssertionError(mistakes.getFirst());
        }
        return new Typed(code, out.toString().strip(), err.toString().strip());
    }

    /** A screen that shows nothing. */
    static Screen nowhere() {
        var nothing = new PrintWriter(Writer.nullWriter());
        return new Screen(nothing, nothing, false, false, () -> 80);
    }

    static CommandLine shell(Screen screen, URI gateway, List<Exception> mistakes) {
        return shell(screen, gateway, new FakeGatewayServices(), mistakes);
    }

    private static CommandLine shell(Screen screen, URI gateway, GatewayServices services, List<Exception> mistakes) {
        var api = new ApiClient(ApiClient.newClient(), gateway, () -> "token");
        var input = new Input(InputStream.nullInputStream(), false);
        return Shell.of(
                new Session("alice", api, screen, input, OutputStream.nullOutputStream(), services), mistakes::add);
    }
}
