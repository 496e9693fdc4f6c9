package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "log",
        description = "Manage records of the log that DCM could not process.",
        subcommands = {LogCommand.Ls.class, LogCommand.Show.class, LogCommand.Release.class, LogCommand.Discard.class})
public final class LogCommand {
    private static final String ADDRESS = "/v1/quarantine/";

    private LogCommand() {}

    @Command(name = "ls", description = "List the records in quarantine. They have no effect until they are released.")
    public static final class Ls extends ShellCommand {
        Ls(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            JsonNode records = api().get("/v1/quarantine").expectDone();
            if (json()) {
                screen().json(records);
                return ExitCode.DONE;
            }
            if (records.path("items").isEmpty()) {
                say("No record is in quarantine.");
                return ExitCode.DONE;
            }
            var table = new TextTable("POSITION", "SINCE", "KEY", "REASON");
            for (JsonNode record : records.path("items")) {
                table.row(
                        record.path("position").asText(),
                        record.path("at").asText().replaceFirst("\\..*", "Z"),
                        record.path("key").asText("-"),
                        record.path("reason").asText());
            }
            table.print(screen());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "show",
            description = "Show a record in quarantine, with its headers and its value.",
            footer = {"", "Example: log show dcm.intents-17@4711"})
    public static final class Show extends ShellCommand {
        @Parameters(paramLabel = "POSITION", description = "The position of the record, as shown by 'log ls'.")
        private String position = "";

        Show(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            JsonNode record = api().get(ADDRESS + position).expectDone();
            if (json()) {
                screen().json(record);
                return ExitCode.DONE;
            }
            var table = new TextTable("FIELD", "VALUE");
            record.properties().stream()
                    .filter(field -> field.getValue().isValueNode())
                    .forEach(field -> table.row(field.getKey(), field.getValue().asText()));
            record.path("headers")
                    .properties()
                    .forEach(header ->
                            table.row(header.getKey(), header.getValue().asText()));
            table.print(screen());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "release",
            description = "Process a record in quarantine again, for example after an upgrade.",
            footer = {"", "Example: log release dcm.intents-17@4711"})
    public static final class Release extends ShellCommand {
        @Parameters(paramLabel = "POSITION", description = "The position of the record, as shown by 'log ls'.")
        private String position = "";

        Release(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            api().post(ADDRESS + position + "/release").expectDone();
            say("%s is released and processed.", position);
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "discard",
            description = "Discard a record in quarantine. If the record is a request, the request is rejected.",
            footer = {"", "Example: log discard dcm.intents-17@4711"})
    public static final class Discard extends ShellCommand {
        @Parameters(paramLabel = "POSITION", description = "The position of the record, as shown by 'log ls'.")
        private String position = "";

        Discard(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            api().post(ADDRESS + position + "/discard").expectDone();
            say("%s is discarded.", position);
            return ExitCode.DONE;
        }
    }
}
