package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.screen.Screen;
import dcm.shell.screen.TextTable;
import java.util.function.Function;

/** Prints the resource usage and limits of all accounts as a table. */
final class QuotasTable {
    private QuotasTable() {}

    static void print(JsonNode accounts, Screen screen) {
        var table = new TextTable(
                "NAME", "CONTAINERS", "RUNNING", "CPUS", "MEMORY MIB", "PORTS", "IMAGES", "IMAGE MIB", "HOME MIB");
        for (JsonNode account : accounts) {
            Function<String, String> cell = name -> cell(account.path("quota").path(name));
            table.row(
                    account.path("account").asText(),
                    cell.apply("containers"),
                    cell.apply("running"),
                    cell.apply("cpus"),
                    cell.apply("memoryMiB"),
                    cell.apply("ports"),
                    cell.apply("images"),
                    cell.apply("imageMiB"),
                    cell.apply("homeMiB"));
        }
        table.print(screen);
    }

    private static String cell(JsonNode resource) {
        return resource.path("used").asText() + (resource.has("limit") ? "/" + limit(resource) : "");
    }

    private static String limit(JsonNode resource) {
        return resource.has("limit") ? resource.path("limit").asText() : "unlimited";
    }
}
