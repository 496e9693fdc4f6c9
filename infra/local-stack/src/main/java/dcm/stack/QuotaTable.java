package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Function;

/** What accounts have and may have, for people to read. */
final class QuotaTable {
    private static final String ROW = "%-14s %12s %12s  %s%n";
    private static final String LIST_ROW = "%-16s %12s %12s %12s %16s %10s %10s %16s %14s%n";
    private static final Map<String, String> ORIGINS = Map.of(
            "account", "the account's own",
            "group", "the group's",
            "everybody", "everybody's",
            "built-in", "everybody's, as DCM comes");

    private QuotaTable() {}

    /** One account's. */
    static void print(JsonNode quota) {
        System.out.printf(ROW, "RESOURCE", "USED", "LIMIT", "WHOSE");
        quota.properties()
                .forEach(entry -> System.out.printf(
                        ROW,
                        entry.getKey(),
                        entry.getValue().path("used").asText(),
                        limit(entry.getValue()),
                        whose(entry.getValue())));
    }

    /** All accounts'. */
    static void printAll(JsonNode accounts) {
        System.out.printf(
                LIST_ROW,
                "NAME",
                "CONTAINERS",
                "RUNNING",
                "CPUS",
                "MEMORY MIB",
                "PORTS",
                "IMAGES",
                "IMAGE MIB",
                "HOME MIB");
        for (JsonNode account : accounts) {
            Function<String, String> cell = name -> cell(account.path("quota").path(name));
            System.out.printf(
                    LIST_ROW,
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
    }

    private static String cell(JsonNode resource) {
        return resource.path("used").asText() + (resource.has("limit") ? "/" + limit(resource) : "");
    }

    private static String limit(JsonNode resource) {
        return resource.has("limit") ? resource.path("limit").asText() : "unlimited";
    }

    private static String whose(JsonNode resource) {
        String origin = resource.path("from").asText();
        return ORIGINS.getOrDefault(origin, origin)
                + (resource.has("group") ? " (" + resource.path("group").asText() + ")" : "");
    }
}
