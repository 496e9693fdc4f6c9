package dcm.shell.account;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.screen.Screen;
import dcm.shell.screen.TextTable;
import java.util.Map;

/** Prints an account's resource usage and limits as a table. */
public final class QuotaTable {
    private static final Map<String, String> ORIGINS = Map.of(
            "account", "account",
            "group", "group",
            "everybody", "everybody",
            "built-in", "default of DCM");

    private QuotaTable() {}

    public static void print(JsonNode quota, Screen screen) {
        var table = new TextTable("RESOURCE", "USED", "LIMIT", "LIMIT FROM");
        quota.properties()
                .forEach(entry -> table.row(
                        entry.getKey(),
                        entry.getValue().path("used").asText(),
                        entry.getValue().path("limit").asText("unlimited"),
                        whose(entry.getValue())));
        table.print(screen);
    }

    private static String whose(JsonNode resource) {
        String origin = resource.path("from").asText();
        return ORIGINS.getOrDefault(origin, origin)
                + (resource.has("group") ? " (" + resource.path("group").asText() + ")" : "");
    }
}
