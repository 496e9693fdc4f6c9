package dcm.shell.account;

import dcm.shell.document.LimitDocument;
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

    public static void print(Map<String, LimitDocument> quota, Screen screen) {
        var table = new TextTable("RESOURCE", "USED", "LIMIT", "LIMIT FROM");
        quota.forEach((resource, limit) ->
                table.row(resource, limit.used(), limit.limit() == null ? "unlimited" : limit.limit(), whose(limit)));
        table.print(screen);
    }

    private static String whose(LimitDocument limit) {
        return ORIGINS.getOrDefault(limit.from(), limit.from())
                + (limit.group().isEmpty() ? "" : " (" + limit.group() + ")");
    }
}
