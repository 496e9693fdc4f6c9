package dcm.shell.container;

import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.api.Pages;
import dcm.shell.command.RequestRunner;
import dcm.shell.document.ContainerDocument;
import dcm.shell.document.IntentDocument;
import dcm.shell.screen.PlainText;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the user's containers from the API. */
public final class Containers {
    private static final String ADDRESS = "/v1/containers";
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private Containers() {}

    /** The API path of a container, given its handle. */
    static String address(String handle) {
        if (!HANDLE.matcher(handle).matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Invalid handle '%s'. Use a container's SSH port, its name, or at least four digits of its id."
                            .formatted(PlainText.line(handle)));
        }
        return ADDRESS + "/" + handle;
    }

    /** All containers, newest first. */
    public static List<Document<ContainerDocument>> all(ApiClient api) {
        return Pages.all(api, ADDRESS).stream()
                .map(item -> Document.of(item, ContainerDocument.class))
                .toList();
    }

    public static Document<ContainerDocument> one(ApiClient api, String handle) {
        return api.get(address(handle)).document(ContainerDocument.class);
    }

    /** The containers with these handles, or all if no handle is given. */
    static List<Document<ContainerDocument>> named(ApiClient api, List<String> handles) {
        return handles.isEmpty()
                ? all(api)
                : handles.stream().map(handle -> one(api, handle)).toList();
    }

    /** The container, read after the view has processed the result of {@code intent}. */
    static Document<ContainerDocument> after(ApiClient api, String id, IntentDocument intent) {
        return RequestRunner.afterSuccess(
                () -> api.get(address(id) + intent.after()).document(ContainerDocument.class));
    }
}
