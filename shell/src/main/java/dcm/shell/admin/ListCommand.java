package dcm.shell.admin;

import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import java.util.List;

/** Base class of commands that list the documents at one address of the API. */
abstract class ListCommand<T> extends ShellCommand {
    private final String address;
    private final Class<T> type;

    ListCommand(Session session, String address, Class<T> type) {
        super(session);
        this.address = address;
        this.type = type;
    }

    /** Prints the documents for a human reader. */
    abstract void print(List<T> items);

    @Override
    protected final ExitCode run() {
        Document<PageDocument> page = api().get(address).document(PageDocument.class);
        if (json()) {
            screen().json(page.json());
        } else {
            print(page.fields().read(type));
        }
        return ExitCode.DONE;
    }
}
