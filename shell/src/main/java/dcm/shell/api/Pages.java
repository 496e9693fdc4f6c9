package dcm.shell.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads lists that the API returns in pages. */
public final class Pages {
    private static final int LONGEST_PAGE = 500;

    private Pages() {}

    /**
     * The items of all pages.
     *
     * @param address the path of the list, with a query string or without
     */
    public static List<JsonNode> all(ApiClient api, String address) {
        List<JsonNode> all = new ArrayList<>();
        find(api, address, item -> {
            all.add(item);
            return false;
        });
        return all;
    }

    /**
     * The first matching item. Reads only the pages up to it.
     *
     * @param address the path of the list, with a query string or without
     */
    public static Optional<JsonNode> find(ApiClient api, String address, Predicate<JsonNode> which) {
        String first = address + (address.contains("?") ? "&" : "?") + "limit=" + LONGEST_PAGE;
        PageDocument page = api.get(first).read(PageDocument.class);
        while (true) {
            Optional<JsonNode> found = page.items().stream().filter(which).findFirst();
            if (found.isPresent() || page.next().isEmpty()) {
                return found;
            }
            page = api.get(first + "&cursor=" + ApiClient.encoded(page.next())).read(PageDocument.class);
        }
    }
}
