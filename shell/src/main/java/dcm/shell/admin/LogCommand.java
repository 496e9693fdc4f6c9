package dcm.shell.admin;

import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.QuarantinedDocument;
import dcm.shell.screen.TextTable;
import java.util.List;
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
    public static final class Ls extends ListCommand<QuarantinedDocument> {
        Ls(Session session) {
            super(session, "/v1/quarantine", QuarantinedDocument.class);
        }

        @Override
        void print(List<QuarantinedDocument> records) {
            if (records.isEmpty()) {
                say("No record is in quarantine.");
                return;
            }
            var table = new TextTable("POSITION", "SINCE", "KEY", "REASON");
            for (QuarantinedDocument record : records) {
                table.row(
                        record.position(),
                        record.at().replaceFirst("\\..*", "Z"),
                        TextTable.orDash(record.key()),
                        record.reason());
            }
            table.print(screen());
        }
    }

    /** Base class of commands about one record in quarantine. */
    abstract static class RecordCommand extends ShellCommand {
        @Parameters(paramLabel = "POSITION", description = "The position of the record, as shown by 'log ls'.")
        private String position = "";

        RecordCommand(Session session) {
            super(session);
        }

        final String position() {
            return position;
        }

        final String address() {
            return ADDRESS + position;
        }
    }

    @Command(
            name = "show",
            description = "Show a record in quarantine, with its headers and its value.",
            footer = {"", "Example: log show dcm.intents-17@4711"})
    public static final class Show extends RecordCommand {
        Show(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Document<QuarantinedDocument> record = api().get(address()).document(QuarantinedDocument.class);
            if (json()) {
                screen().json(record.json());
                return ExitCode.DONE;
            }
            var table = new TextTable("FIELD", "VALUE");
            record.json().properties().stream()
                    .filter(field -> field.getValue().isValueNode())
                    .forEach(field -> table.row(field.getKey(), field.getValue().asText()));
            record.fields().headers().forEach(table::row);
            table.print(screen());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "release",
            description = "Process a record in quarantine again, for example after an upgrade.",
            footer = {"", "Example: log release dcm.intents-17@4711"})
    public static final class Release extends RecordCommand {
        Release(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            result(api().post(address() + "/release").expectDone(), "%s is released and processed.", position());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "discard",
            description = "Discard a record in quarantine. If the record is a request, the request is rejected.",
            footer = {"", "Example: log discard dcm.intents-17@4711"})
    public static final class Discard extends RecordCommand {
        Discard(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            result(api().post(address() + "/discard").expectDone(), "%s is discarded.", position());
            return ExitCode.DONE;
        }
    }
}
