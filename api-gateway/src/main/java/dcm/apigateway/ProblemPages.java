package dcm.apigateway;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Explains error codes at the addresses to which the {@code type} of problem documents refers. Answers without the
 * services, because some codes mean that a service does not answer.
 */
@Singleton
class ProblemPages {
    /** All explanations are below this path. */
    static final String PATH = "/problems";

    private static final String TEXTS = "dcm/apigateway/problems.json";
    private static final String POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private final Vertx vertx;

    ProblemPages(Vertx vertx) {
        this.vertx = vertx;
    }

    void open(@Observes Router router) {
        Map<String, JsonObject> byCode = read(vertx);
        JsonObject list = new JsonObject()
                .put("items", new JsonArray(byCode.values().stream().toList()));
        router.get(PATH)
                .method(HttpMethod.HEAD)
                .handler(context -> send(context, list, page("Error codes", links(byCode))));
        router.get(PATH + "/:code").method(HttpMethod.HEAD).handler(context -> {
            JsonObject found = byCode.get(context.pathParam("code"));
            if (found == null) {
                context.next();
            } else {
                send(context, found, page(found.getString("title"), explanation(found)));
            }
        });
    }

    static Map<String, JsonObject> read(Vertx vertx) {
        Map<String, JsonObject> byCode = new LinkedHashMap<>();
        vertx.fileSystem().readFileBlocking(TEXTS).toJsonArray().stream()
                .map(JsonObject.class::cast)
                .forEach(text -> byCode.put(text.getString("code"), text));
        return byCode;
    }

    private static void send(RoutingContext context, JsonObject json, String page) {
        boolean html =
                String.valueOf(context.request().getHeader(HttpHeaders.ACCEPT)).contains("text/html");
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, html ? "text/html; charset=utf-8" : "application/json")
                .putHeader(HttpHeaders.VARY, "Accept")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", POLICY)
                .end(html ? Buffer.buffer(page) : json.toBuffer());
    }

    private static String page(String title, String content) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%1$s · DCM</title>
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                %2$s
                </main>
                </body>
                </html>
                """.formatted(html(title), content);
    }

    private static String links(Map<String, JsonObject> byCode) {
        return byCode.values().stream()
                .map(text -> "<li><a href=\"%s/%s\"><code>%2$s</code></a>: %s</li>"
                        .formatted(PATH, text.getString("code"), html(text.getString("title"))))
                .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
    }

    private static String explanation(JsonObject text) {
        return """
                <p>Error code <code>%s</code>, HTTP status %d</p>
                <h2>What it means</h2>
                <p>%s</p>
                <h2>What to do</h2>
                <p>%s</p>
                <p><a href="/problems">All error codes</a></p>""".formatted(
                        text.getString("code"),
                        text.getInteger("status"),
                        html(text.getString("meaning")),
                        html(text.getString("remedy")));
    }

    /** The text as HTML; what is between two backticks is code. */
    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("`([^`]*)`", "<code>$1</code>");
    }
}
