package dcm.shell.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

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
        String first = address + (address.contains("?") ? "&" : "?") + "limit=" + LONGEST_PAGE;
        PageDocument page = api.get(first).read(PageDocument.class);
        List<JsonNode> all = new ArrayList<>(page.items());
        while (!page.next().isEmpty()) {
            page = api.get(first + "&cursor=" + ApiClient.encoded(page.next())).read(PageDocument.class);
            all.addAll(page.items());
        }
        return all;
    }
}
