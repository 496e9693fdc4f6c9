package dcm.shell.container;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.screen.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the user's containers from the API. */
public final class Containers {
    private static final String ADDRESS = "/v1/containers";
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private Containers() {}

    /** The API path of a container, given its handle, name or id prefix. */
    static String address(String handle) {
        if (!HANDLE.matcher(handle).matches()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "Invalid handle '%s'. Use a container's SSH port, its name, or the beginning of its id."
                            .formatted(PlainText.line(handle)));
        }
        return ADDRESS + "/" + handle;
    }

    /** All containers, newest first. */
    public static List<JsonNode> all(ApiClient api) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page = api.get(ADDRESS + "?limit=500").expectDone();
        while (true) {
            page.path("items").forEach(all::add);
            if (!page.has("next")) {
                return all;
            }
            page = api.get(ADDRESS + "?limit=500&cursor="
                            + ApiClient.encoded(page.path("next").asText()))
                    .expectDone();
        }
    }

    public static JsonNode one(ApiClient api, String handle) {
        return api.get(address(handle)).expectDone();
    }

    /** The container, read after the view has processed the result of {@code intent}. */
    static JsonNode after(ApiClient api, String id, JsonNode intent) {
        try {
            return api.get(address(id) + "?after=" + intent.path("sequence").asText())
                    .expectDone();
        } catch (CommandFailure failure) {
            throw new CommandFailure(
                    ExitCode.UNKNOWN,
                    "The request succeeded, but the new state is not available: " + failure.sentence());
        }
    }

    /** A short label: the handle, or the name while there is no handle. */
    static String label(JsonNode container) {
        return container.path("handle").asText(container.path("name").asText());
    }
}
