package dcm.journey.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.sun.net.httpserver.HttpServer;
import dcm.journey.support.TestUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A browser shows nothing of other people, and pages of other origins can do nothing with its session. */
class ConsoleIsolationJourneyIT {
    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private static final String STATUS_OF = """
            (path) => fetch('/console' + path, { headers: { Accept: 'application/json' } }).then((answer) => answer.status)""";

    /** How a new live connection answers a request for a stream: with a problem's code, or with the first message. */
    private static final String ANSWER_TO_OPEN = """
            (path) => new Promise((resolve) => {
              setTimeout(resolve, 10_000, 'no answer');
              const socket = new WebSocket(location.origin.replace('http', 'ws') + '/console/live', 'dcm-console-1');
              socket.onopen = () => socket.send(JSON.stringify({ type: 'open', channel: 'c', path }));
              socket.onmessage = ({ data }) => {
                const message = JSON.parse(data);
                if (message.type === 'heartbeat') return;
                resolve(message.type === 'closed' ? message.problem.code : message.type);
                socket.close();
              };
            })""";

    /** The first message of a terminal's WebSocket. */
    private static final String ANSWER_TO_TERMINAL = """
            (id) => new Promise((resolve) => {
              setTimeout(resolve, 10_000, 'no answer');
              const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/console/terminals/${id}`, 'dcm-console-1');
              socket.onmessage = ({ data }) => resolve(JSON.parse(data).reason);
            })""";

    private static final String END_TERMINAL = """
            (id) => fetch(`/console/terminals/${id}`, { method: 'DELETE', headers: { 'X-DCM-Console': '1' } })
              .then((answer) => answer.status)""";

    /** What a hostile page tries in the background: a request with a header, one without, and a live connection. */
    private static final String ATTACK = """
            async (target) => {
              const body = JSON.stringify({ image: 'debian-ssh', name: 'forged' });
              const send = (init) => fetch(`${target}/console/v1/containers`, {
                method: 'POST', credentials: 'include', body, ...init }).then(() => 'sent', () => 'refused');
              const withHeader = await send({ headers: { 'Content-Type': 'application/json', 'X-DCM-Console': '1' } });
              const simple = await send({ mode: 'no-cors', headers: { 'Content-Type': 'text/plain' } });
              const live = await new Promise((resolve) => {
                setTimeout(resolve, 10_000, 'no answer');
                const socket = new WebSocket(`${target.replace('http', 'ws')}/console/live`, 'dcm-console-1');
                socket.onopen = () => resolve('opened');
                socket.onerror = () => resolve('refused');
              });
              return [withHeader, simple, live];
            }""";

    /** Sends a form, with which the browser leaves the page. */
    private static final String SEND_FORM = """
            (target) => {
              const form = document.body.appendChild(document.createElement('form'));
              Object.assign(form, { method: 'post', enctype: 'text/plain', action: `${target}/console/v1/containers` });
              form.submit();
            }""";

    @Test
    void otherPeoplesContainersStreamsAndTerminalsAreNotFound() {
        TestUser bob = TestUser.joins("bob");
        JsonNode secret = bob.creates("secret");
        String id = secret.path("id").asText();
        String handle = secret.path("handle").asText();
        BrowserProfile profile = chromium.profile();
        ConsoleTab tab = profile.signsIn(TestUser.joins("alice").name(), "");

        for (String page : List.of(id, handle, "secret", handle + "/logs", handle + "/settings")) {
            profile.opens("containers/" + page).sees("You have no container " + page.split("/")[0]);
        }
        profile.opens("admin/people/" + bob.name()).sees("There is no page at this address.");
        assertThat(List.of(id, handle, "secret"))
                .allSatisfy(each -> assertThat(tab.page().evaluate(STATUS_OF, "/v1/containers/" + each))
                        .isEqualTo(404));
        assertThat(List.of("/v1/users/" + bob.name(), "/v1/users", "/v1/containers?account=" + bob.name()))
                .allSatisfy(
                        each -> assertThat(tab.page().evaluate(STATUS_OF, each)).isEqualTo(403));
        assertThat(List.of("logs?follow=true", "stats?follow=true"))
                .allSatisfy(
                        stream -> assertThat(tab.page().evaluate(ANSWER_TO_OPEN, "/v1/containers/" + id + "/" + stream))
                                .isEqualTo("unknown-container"));
        assertThat(tab.page().evaluate(ANSWER_TO_OPEN, "/v1/changes?scope=all")).isEqualTo("forbidden");
        TerminalTab terminal = TerminalTab.opens(chromium.signsIn(bob, "containers/secret/terminal"), "secret");
        assertThat(tab.page().evaluate(ANSWER_TO_TERMINAL, terminal.id())).isEqualTo("not-found");
        assertThat(tab.page().evaluate(END_TERMINAL, terminal.id())).isEqualTo(404);
        terminal.enters("echo still''here");
        terminal.sees("stillhere");
    }

    @Test
    void requestsAndLiveConnectionsOfPagesOfOtherOriginsAreRefused() throws IOException {
        TestUser alice = TestUser.joins("alice");
        ConsoleTab tab = chromium.signsIn(alice, "");
        // The same site, so that the browser sends the session's cookie.
        HttpServer hostile = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hostile.createContext("/", exchange -> {
            byte[] document = "<!doctype html><title>Hostile</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        hostile.start();
        try {
            Page page = tab.page().context().newPage();
            page.navigate("http://localhost:" + hostile.getAddress().getPort());

            assertThat(page.evaluate(ATTACK, BrowserProfile.consoleOrigin()))
                    .isEqualTo(List.of("refused", "refused", "refused"));
            Response answer = page.waitForResponse(
                    response -> response.request().method().equals("POST"),
                    () -> page.evaluate(SEND_FORM, BrowserProfile.consoleOrigin()));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(alice.containers()).isEmpty();
            assertThat(tab.page().evaluate(STATUS_OF, "/v1/containers")).isEqualTo(200);
        } finally {
            hostile.stop(0);
        }
    }
}
