package dcm.apigateway.console;

import dcm.apigateway.GatewayProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The pages that the gateway itself shows, without scripts and styles. */
final class ConsolePages {
    private ConsolePages() {}

    static void sendProblem(HttpServerResponse response, GatewayProblem problem) {
        send(response, problem.status(), problem.title(), problem.detail(), "Try again");
    }

    static void sendSignedOut(HttpServerResponse response) {
        send(response, 200, "Signed out", "You are signed out of DCM.", "Sign in");
    }

    private static void send(HttpServerResponse response, int status, String title, String text, String link) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .end("""
                        <!doctype html>
                        <html lang="en"><meta charset="utf-8"><title>DCM: %s</title>
                        <h1>%s</h1><p>%s</p><p><a href="/console/">%s</a></p></html>
                        """.formatted(title, title, text, link));
    }
}
