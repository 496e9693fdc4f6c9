package dcm.apigateway.console;

import dcm.apigateway.GatewayProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The pages that the gateway itself shows, without scripts and styles. */
final class ConsolePages {
    private static final String FIRST_PAGE = "/console/";

    private ConsolePages() {}

    static void sendProblem(HttpServerResponse response, GatewayProblem problem) {
        sendProblem(response, problem, FIRST_PAGE);
    }

    /** @param page the page to try again, with its query */
    static void sendProblem(HttpServerResponse response, GatewayProblem problem, String page) {
        send(response, problem.status(), problem.title(), problem.detail(), page, "Try again");
    }

    static void sendSignedOut(HttpServerResponse response) {
        send(response, 200, "Signed out", "You are signed out of DCM.", FIRST_PAGE, "Sign in");
    }

    private static void send(
            HttpServerResponse response, int status, String title, String text, String address, String link) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .end("""
                        <!doctype html>
                        <html lang="en"><meta charset="utf-8"><title>DCM: %s</title>
                        <h1>%s</h1><p>%s</p><p><a href="%s">%s</a></p></html>
                        """.formatted(title, title, text, escaped(address), link));
    }

    private static String escaped(String address) {
        return address.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }
}
