package dcm.apigateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ConsoleServers.class)
class ConsoleLiveTest {
    private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(5);

    @TestHTTPResource("/")
    URI gateway;

    @ConfigProperty(name = "dcm.projection.url")
    String service;

    private Browser browser;
    private Tab tab;

    @BeforeEach
    void open() {
        browser = new Browser(gateway);
        browser.signIn("/console/", "alice");
        tab = Tab.of(browser);
    }

    @AfterEach
    void close() {
        control("suspended", "false");
        tab.close();
        Awaitility.await("streams are closed").until(() -> control("state", "").getInteger("open") == 0);
    }

    // ---- channels ----

    @Test
    void changesArriveAsEvents() {
        tab.opens("c1", "/v1/changes", "9");
        assertThat(tab.next("c1").getString("event")).isEqualTo("ready");
        assertThat(control("state", "").getString("lastEventId")).isEqualTo("9");

        emit(11, "container", "{\"handle\": 31001}");

        JsonObject event = tab.next("c1");
        assertThat(event.getString("type")).isEqualTo("event");
        assertThat(event.getString("event")).isEqualTo("container");
        assertThat(event.getString("id")).isEqualTo("11");
        assertThat(event.getJsonObject("data").getInteger("handle")).isEqualTo(31001);
    }

    @Test
    void tabsOfASessionShareOneStreamAndContinueWhereTheyLeftOff() {
        int before = control("state", "").getInteger("opened");
        tab.opens("c1", "/v1/changes", null);
        tab.next("c1");
        emit(11, "container", "{}");
        emit(12, "image", "{}");
        tab.next("c1");
        tab.next("c1");

        try (Tab second = Tab.of(browser);
                Tab third = Tab.of(browser);
                Tab fourth = Tab.of(browser)) {
            second.opens("x", "/v1/changes", null);
            assertThat(second.next("x").getString("id")).isEqualTo("12");
            third.opens("x", "/v1/changes", "11");
            assertThat(third.next("x").getString("event")).isEqualTo("ready");
            assertThat(third.next("x").getString("event")).isEqualTo("image");
            fourth.opens("x", "/v1/changes", "3");
            assertThat(fourth.next("x").getString("event")).isEqualTo("ready");
            assertThat(fourth.next("x").getString("event")).isEqualTo("reset");

            emit(13, "port", "{}");

            for (Tab each : List.of(second, third, fourth)) {
                assertThat(each.next("x").getString("event")).isEqualTo("port");
            }
            assertThat(tab.next("c1").getString("id")).isEqualTo("13");
        }
        assertThat(control("state", "").getInteger("opened")).isEqualTo(before + 1);
    }

    @Test
    void changesThatTheServiceEndsEndWithoutAProblem() {
        tab.opens("c1", "/v1/changes", null);
        tab.next("c1");

        control("end", "");

        JsonObject message = tab.next("c1");
        assertThat(message.getString("type")).isEqualTo("closed");
        assertThat(message.getJsonObject("problem")).isNull();
    }

    @Test
    void logsArriveAsTextAndEndWithoutAProblem() {
        tab.opens("l", "/v1/containers/web/logs?follow=true", null);

        var text = new StringBuilder();
        JsonObject message = tab.next("l");
        while (message.getString("type").equals("text")) {
            text.append(message.getString("data"));
            message = tab.next("l");
        }

        assertThat(text).hasToString("Größe: 3 GiB\nlast line\n");
        assertThat(message.getString("type")).isEqualTo("closed");
        assertThat(message.getJsonObject("problem")).isNull();
    }

    @Test
    void statsArriveAsDocuments() {
        tab.opens("s", "/v1/containers/web/stats?follow=true", null);

        assertThat(tab.next("s").getJsonObject("data").getInteger("cpu")).isEqualTo(1);
        assertThat(tab.next("s").getJsonObject("data").getInteger("cpu")).isEqualTo(2);
        assertThat(tab.next("s").getString("type")).isEqualTo("closed");
    }

    @Test
    void otherPathsAndTooManyChannelsAreRefused() {
        tab.opens("u", "/v1/users", null);
        assertThat(tab.next("u").getJsonObject("problem").getString("code")).isEqualTo("not-found");

        for (int i = 0; i < 17; i++) {
            tab.opens("c" + i, "/v1/changes", null);
        }

        assertThat(tab.next("c16").getJsonObject("problem").getString("code")).isEqualTo("too-many-channels");
        assertThat(tab.next("c15").getString("event")).isEqualTo("ready");
    }

    @Test
    void connectionReceivesHeartbeats() {
        assertThat(tab.next("").getString("type")).isEqualTo("heartbeat");
    }

    @Test
    void malformedMessageClosesTheConnection() {
        tab.sends("[]");

        assertThat(tab.closeCode()).isEqualTo(4400);
    }

    @Test
    void tooManyMessagesCloseTheConnection() {
        for (int i = 0; i < 250 && tab.isOpen(); i++) {
            tab.trySends("{\"type\": \"close\", \"channel\": \"c\"}");
        }

        assertThat(tab.closeCode()).isEqualTo(4400);
    }

    @Test
    void slowTabSlowsDownItsOwnStreamOnly() {
        tab.opens("c1", "/v1/changes", null);
        tab.next("c1");
        try (Tab slow = Tab.of(browser)) {
            slow.stopsReading();
            slow.opens("l", "/v1/containers/large/logs?follow=true", null);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(25))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        long written = control("state", "").getLong("written");
                        Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);
                        return written > 0 && control("state", "").getLong("written") == written;
                    });

            assertThat(control("state", "").getLong("written")).isLessThan(64L << 20);
            emit(11, "container", "{}");
            assertThat(tab.next("c1").getString("id")).isEqualTo("11");
        }
    }

    // ---- sessions ----

    @Test
    void expiredAccessTokenIsRenewedAutomatically() {
        tab.opens("c1", "/v1/changes", null);
        tab.next("c1");

        Awaitility.await()
                .atMost(TOKEN_LIFETIME.multipliedBy(3))
                .pollDelay(TOKEN_LIFETIME.multipliedBy(2))
                .until(() -> true);
        emit(11, "container", "{}");
        tab.opens("s", "/v1/containers/web/stats?follow=true", null);

        assertThat(tab.next("c1").getString("id")).isEqualTo("11");
        assertThat(tab.next("s").getString("type")).isEqualTo("line");
    }

    @Test
    void signOutEndsAllConnections() {
        try (Tab other = Tab.of(browser)) {
            browser.post("/console/sign-out", "");

            for (Tab each : List.of(tab, other)) {
                assertThat(each.ended().getString("reason")).isEqualTo("signed-out");
                assertThat(each.closeCode()).isEqualTo(4401);
            }
        }
    }

    @Test
    void sessionEndedInAnotherBrowserEndsItsConnectionWithTheReason() {
        Browser other = new Browser(gateway);
        other.signIn("/console/", "alice");

        long start = System.nanoTime();
        other.send("DELETE", "/console/sessions", null, "X-DCM-Console", "1", "Sec-Fetch-Site", "same-origin");

        JsonObject ended = tab.ended();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(ended.getString("reason")).isEqualTo("ended-elsewhere");
        assertThat(ended.getString("detail")).contains("another browser");
        assertThat(tab.closeCode()).isEqualTo(4401);
    }

    @Test
    void logoutAtTheIssuerEndsTheConnection() {
        String token = control("logout-token", "alice").getString("token");

        new Browser(gateway)
                .send(
                        "POST",
                        "/console/back-channel-logout",
                        "logout_token=" + token,
                        "Content-Type",
                        "application/x-www-form-urlencoded");

        assertThat(tab.ended().getString("reason")).isEqualTo("signed-out");
        assertThat(tab.closeCode()).isEqualTo(4401);
    }

    @Test
    void suspensionEndsTheConnectionWithItsReason() {
        tab.opens("c1", "/v1/changes", null);
        tab.next("c1");

        control("suspended", "true");
        emit(11, "account", "{}");

        JsonObject ended = tab.ended();
        assertThat(ended.getString("reason")).isEqualTo("account-suspended");
        assertThat(ended.getString("detail")).isEqualTo("Your account is suspended.");
        assertThat(tab.closeCode()).isEqualTo(4401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site=cross-site;Protocol=dcm-console-1",
                "Sec-Fetch-Site=same-site;Protocol=dcm-console-1",
                "Origin=https://elsewhere.example;Protocol=dcm-console-1",
                "Protocol=dcm-console-1",
                "Sec-Fetch-Site=same-origin"
            })
    void connectionOfAnotherOriginIsRefused(String headers) {
        assertThatThrownBy(
                        () -> browser.socket(new Tab(), headers.split("[=;]")).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refusal ->
                                assertThat(refusal.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void connectionWithOwnOriginIsAcceptedWithoutFetchMetadata() {
        browser.socket(new Tab(), "Origin", browser.origin(), "Protocol", "dcm-console-1")
                .join()
                .abort();
    }

    private void emit(int id, String name, String data) {
        control("emit", "id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n");
    }

    private JsonObject control(String command, String body) {
        return Browser.control(service, command, body);
    }
}
