package dcm.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.cli.config.Context;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.TextTable;
import dcm.shell.screen.Tone;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "context",
        description = "The servers that you signed in to.",
        subcommands = {
            ContextCommand.Ls.class,
            ContextCommand.Use.class,
            ContextCommand.Show.class,
            ContextCommand.Rm.class
        })
public final class ContextCommand extends ShellCommand {
    ContextCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        throw new CommandFailure(ExitCode.USAGE, "Name a command: dcm context ls|use|show|rm.");
    }

    private static ObjectNode document(Client client, Context.Named named) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", named.name())
                .put("url", named.context().url())
                .put("account", named.context().account())
                .put("current", isCurrent(client, named))
                .put("signedIn", client.signIns().isSignedIn(named.name()));
    }

    private static boolean isCurrent(Client client, Context.Named named) {
        return client.contexts().all().current().equals(named.name());
    }

    @Command(name = "ls", description = "List all contexts. The current one has a star.")
    static final class Ls extends ShellCommand {
        private final Client client;

        Ls(Session session, Client client) {
            super(session);
            this.client = client;
        }

        @Override
        protected ExitCode run() {
            List<Context.Named> contexts = client.contexts().all().contexts();
            if (json()) {
                List<? extends JsonNode> all =
                        contexts.stream().map(named -> document(client, named)).toList();
                screen().json(all);
            } else if (contexts.isEmpty()) {
                screen().printError("There are no contexts. To sign in to a server: dcm login URL");
            } else {
                var table = new TextTable("", "NAME", "URL", "ACCOUNT", "SIGNED IN");
                contexts.forEach(named -> table.row(
                        isCurrent(client, named) ? "*" : "",
                        named.name(),
                        named.context().url(),
                        TextTable.orDash(named.context().account()),
                        client.signIns().isSignedIn(named.name()) ? Tone.GOOD.of("yes") : Tone.QUIET.of("no")));
                table.print(screen());
            }
            return ExitCode.DONE;
        }
    }

    @Command(name = "use", description = "Select the context that commands use without --context.")
    static final class Use extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The name of a context.")
        private String name = "";

        private final Client client;

        Use(Session session, Client client) {
            super(session);
            this.client = client;
        }

        @Override
        protected ExitCode run() {
            Context.Named named = client.server().named(name);
            client.contexts().use(named.name());
            result(
                    document(client, named),
                    "%s (%s)",
                    named.name(),
                    named.context().url());
            return ExitCode.DONE;
        }
    }

    @Command(name = "show", description = "Show a context.")
    static final class Show extends ShellCommand {
        @Parameters(
                paramLabel = "NAME",
                arity = "0..1",
                description = "The name of a context; the current one if omitted.")
        private @Nullable String name;

        private final Client client;

        Show(Session session, Client client) {
            super(session);
            this.client = client;
        }

        @Override
        protected ExitCode run() {
            Context.Named named =
                    name == null ? client.server().context() : client.server().named(name);
            Context context = named.context();
            if (json()) {
                screen().json(document(client, named)
                        .put("issuer", context.issuer())
                        .put("ownAuthority", !context.certificates().isEmpty()));
                return ExitCode.DONE;
            }
            TextTable.ofFacts()
                    .row("name", named.name() + (isCurrent(client, named) ? " (current)" : ""))
                    .row("server", context.url())
                    .row("account", TextTable.orDash(context.account()))
                    .row("signed in", client.signIns().isSignedIn(named.name()) ? "yes" : "no")
                    .row("issuer", context.issuer())
                    .row("authority", context.certificates().isEmpty() ? "those of Java" : "its own, and those of Java")
                    .print(screen());
            return ExitCode.DONE;
        }
    }

    @Command(name = "rm", description = "Sign out of a server and remove its context.")
    static final class Rm extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The name of a context.")
        private String name = "";

        private final Client client;

        Rm(Session session, Client client) {
            super(session);
            this.client = client;
        }

        @Override
        protected ExitCode run() {
            Context.Named named = client.server().named(name);
            try {
                LogoutCommand.signOut(client, named);
            } finally {
                client.contexts().remove(named.name());
            }
            result(JsonNodeFactory.instance.objectNode().put("name", named.name()), "%s removed", named.name());
            return ExitCode.DONE;
        }
    }
}
