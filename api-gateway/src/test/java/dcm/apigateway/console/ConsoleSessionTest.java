package dcm.apigateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ConsoleServers.class)
class ConsoleSessionTest {
    @TestHTTPResource("/")
    URI gateway;

    @ConfigProperty(name = "dcm.projection.url")
    String service;

    private final String issuer = ConfigProvider.getConfig()
            .getOptionalValue("dcm.issuer", String.class)
            .orElse("");

    private Browser browser;

    @BeforeEach
    void open() {
        browser = new Browser(gateway);
    }

    @AfterEach
    void noTokenHasReachedTheBrowser() {
        browser.assertNoTokens();
    }

    // ---- sign-in ----

    @Test
    void commandLineProgramsLearnWhereTheySignIn() {
        HttpResponse<String> answer = browser.page("/.well-known/dcm");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()))
                .isEqualTo(new JsonObject()
                        .put("issuer", issuer)
                        .put("clientId", "dcm-cli")
                        .put("scopes", new JsonArray(List.of("openid", "offline_access"))));
        assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=300");
    }

    @Test
    void programForUsersIsOfferedAsAFile() {
        HttpResponse<String> answer = browser.page("/client/dcm");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<artifactId>api-gateway</artifactId>");
        assertThat(answer.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"dcm\"");
    }

    @Test
    void pageWithoutSessionRedirectsToTheIssuerWithPkce() {
        HttpResponse<String> answer = browser.page("/console/containers");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(Browser.location(answer))
                .startsWith(issuer + "/authorize?")
                .contains("code_challenge_method=S256", "code_challenge=", "state=", "nonce=")
                .contains("redirect_uri=http%3A%2F%2F" + gateway.getHost() + "%3A" + gateway.getPort()
                        + "%2Fconsole%2Fsigned-in");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void signInReturnsToThePageWithARestrictedCookie() {
        HttpResponse<String> page = browser.signIn("/console/containers?state=running", "alice");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.request().uri().toString()).endsWith("/console/containers?state=running");
        assertThat(browser.cookies()).containsOnlyKeys("q_session");
        assertThat(browser.cookies().get("q_session")).hasSizeBetween(40, 50);
    }

    @Test
    void cookieIsForTheConsoleOnlyAndNotForScripts() {
        HttpResponse<String> redirect = browser.page("/console/");
        assertThat(redirect.headers().allValues("Set-Cookie"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).contains("HTTPOnly", "Path=/console"));

        browser.signIn("/console/", "alice");

        assertThat(browser.sessionCookie()).contains("HTTPOnly", "Path=/console", "SameSite=Lax", "Max-Age=43");
    }

    @Test
    void signInCallbackWithoutCookieShowsAnErrorPage() {
        HttpResponse<String> answer = browser.page("/console/signed-in?code=stolen&state=unknown");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("does not accept cookies", "href=\"/console/\"");
        assertThat(browser.cookies()).isEmpty();
    }

    @Test
    void oldestOfManyUnfinishedSignInsAreForgotten() {
        List<URI> forms = IntStream.range(0, 30)
                .mapToObj(i -> browser.beginSignIn("/console/containers/" + i))
                .toList();

        assertThat(browser.cookies()).hasSizeBetween(10, 11);
        assertThat(Browser.location(browser.completeSignIn(forms.getLast(), "alice")))
                .endsWith("/console/containers/29");
        assertThat(Browser.location(browser.completeSignIn(forms.get(20), "alice")))
                .endsWith("/console/containers/20");
        assertThat(Browser.location(browser.completeSignIn(forms.getFirst(), "alice")))
                .endsWith("/console/");
    }

    @Test
    void tabsThatSignInAtTheSameTimeReturnToTheirOwnPages() {
        URI images = browser.beginSignIn("/console/images");
        URI ports = browser.beginSignIn("/console/ports?q=web&sort=port");

        assertThat(Browser.location(browser.completeSignIn(images, "alice"))).endsWith("/console/images");
        assertThat(Browser.location(browser.completeSignIn(ports, "alice"))).endsWith("/console/ports?q=web&sort=port");

        assertThat(browser.cookies()).containsOnlyKeys("q_session");
    }

    @Test
    void refusedSignInCanBeTriedAgainForTheSamePage() {
        String form = browser.beginSignIn("/console/ports?q=web&sort=port").toString();
        String state = form.replaceAll(".*[?&]state=([^&]+).*", "$1");

        // Keycloak answers this if its form was open for too long.
        HttpResponse<String> answer = browser.page("/console/signed-in?error=temporarily_unavailable&state=" + state);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("href=\"/console/ports?q=web&amp;sort=port\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/session", "/console/v1/containers", "/console/live"})
    void requestWithoutSessionIsRefusedWithoutRedirect(String path) {
        HttpResponse<String> answer = browser.get(path);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Browser.json(answer).getString("code")).isEqualTo("no-session");
    }

    @Test
    void unknownSessionCookieIsNoSession() {
        browser.cookies().put("q_session", "A".repeat(43));

        assertThat(browser.get("/console/session").statusCode()).isEqualTo(401);
        assertThat(browser.signIn("/console/", "alice").statusCode()).isEqualTo(200);
    }

    // ---- requests ----

    @Test
    void sessionShowsTheAccount() {
        browser.signIn("/console/", "alice");

        JsonObject session = Browser.json(browser.get("/console/session"));

        assertThat(session.getString("account")).isEqualTo("alice");
        assertThat(session.getString("role")).isEqualTo("user");
        assertThat(session.getString("name")).isEqualTo("Alice");
        assertThat(session.getString("expiresAt")).endsWith("Z");
    }

    @Test
    void apiRequestHasTheSessionsTokenAndNoCookie() {
        browser.signIn("/console/", "alice");

        HttpResponse<String> answer = echo("/console/v1/containers?limit=3", "Authorization", "Bearer forged");
        JsonObject headers = Browser.json(answer).getJsonObject("headers");

        assertThat(Browser.json(answer).getString("uri")).isEqualTo("/v1/containers?limit=3");
        assertThat(claims(headers).getString("sub")).isEqualTo("alice");
        assertThat(headers.containsKey("cookie")).isFalse();
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void apiForProgramsIgnoresCookies() {
        browser.signIn("/console/", "alice");

        JsonObject headers = Browser.json(browser.get("/v1/containers")).getJsonObject("headers");

        assertThat(headers.containsKey("authorization")).isFalse();
        assertThat(headers.containsKey("cookie")).isFalse();
    }

    @Test
    void locationIsBelowTheConsole() {
        browser.signIn("/console/", "alice");

        HttpResponse<String> answer = unseen().send(
                        "POST", "/console/v1/containers", "{}", "X-DCM-Console", "1", "Sec-Fetch-Site", "same-origin");

        assertThat(Browser.location(answer)).isEqualTo("/console/v1/intents/7");
        assertThat(Browser.json(answer).getString("body")).isEqualTo("{}");
    }

    @Test
    void unknownApiPathIsNotFound() {
        browser.signIn("/console/", "alice");

        assertThat(browser.get("/console/v1/planets").statusCode()).isEqualTo(404);
        assertThat(browser.get("/%63onsole/v1/containers").statusCode()).isEqualTo(404);
    }

    @Test
    void requestOfAnotherOriginIsRefused() {
        browser.signIn("/console/", "alice");

        for (List<String> headers : List.of(
                List.of("Sec-Fetch-Site", "cross-site", "X-DCM-Console", "1"),
                List.of("Sec-Fetch-Site", "same-site", "X-DCM-Console", "1"),
                List.of("Sec-Fetch-Site", "same-origin"),
                List.of("Origin", "https://elsewhere.example", "X-DCM-Console", "1"),
                List.of("Origin", browser.origin()),
                List.of("X-DCM-Console", "1"))) {
            for (String path : List.of("/console/v1/containers", "/console/sign-out")) {
                HttpResponse<String> answer = browser.send("POST", path, "{}", headers.toArray(String[]::new));

                assertThat(answer.statusCode()).as("%s %s", path, headers).isEqualTo(403);
            }
        }
        assertThat(browser.get("/console/session").statusCode()).isEqualTo(200);
        assertThat(unseen().send(
                                "POST",
                                "/console/v1/containers",
                                "{}",
                                "Origin",
                                browser.origin(),
                                "X-DCM-Console",
                                "1")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherOriginsThatMayUseTheApiMayNotUseTheConsole() {
        browser.signIn("/console/", "alice");

        assertThat(browser.get("/v1/containers", "Origin", "https://elsewhere.example")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isPresent();
        assertThat(unseen().get("/console/v1/containers", "Origin", "https://elsewhere.example")
                        .headers()
                        .map())
                .noneSatisfy((name, values) -> assertThat(name).startsWithIgnoringCase("access-control-"));
        assertThat(browser.send(
                                "OPTIONS",
                                "/console/v1/containers",
                                null,
                                "Origin",
                                "https://elsewhere.example",
                                "Access-Control-Request-Method",
                                "POST")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void expiredAccessTokenIsRenewedAutomatically() throws Exception {
        browser.signIn("/console/", "alice");
        String first = token();

        Awaitility.await().until(() -> !token().equals(first));

        // The refresh token is valid once: requests at the same time must share one renewal.
        String second = token();
        Awaitility.await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> answers = threads
                    .invokeAll(IntStream.range(0, 12)
                            .<Callable<Integer>>mapToObj(i ->
                                    () -> copy().get("/console/v1/containers").statusCode())
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
            assertThat(answers).hasSize(12).containsOnly(200);
        }
        assertThat(token()).isNotEqualTo(second);
    }

    // ---- end ----

    @Test
    void signOutEndsTheSessionAndReturnsTheIssuersLogoutPage() {
        browser.signIn("/console/", "alice");
        Browser copy = copy();

        HttpResponse<String> answer = browser.post("/console/sign-out", "");

        assertThat(Browser.json(answer).getString("redirect"))
                .startsWith(issuer + "/endsession?client_id=dcm-console&post_logout_redirect_uri=http%3A%2F%2F")
                .endsWith("%2Fconsole%2F");
        assertThat(browser.cookies()).doesNotContainKey("q_session");
        assertThat(copy.get("/console/session").statusCode()).isEqualTo(401);
    }

    @Test
    void issuersLogoutTokenEndsTheSessionsOfItsSubject() {
        browser.signIn("/console/", "carol");
        Browser other = new Browser(gateway);
        other.signIn("/console/", "dave");
        String token = Browser.control(service, "logout-token", "carol").getString("token");

        assertThat(logout(token.substring(0, token.length() - 6) + "AAAAAA")).isEqualTo(400);
        assertThat(browser.get("/console/session").statusCode()).isEqualTo(200);
        assertThat(logout(token)).isEqualTo(200);

        Awaitility.await().until(() -> browser.get("/console/session").statusCode() == 401);
        assertThat(other.get("/console/session").statusCode()).isEqualTo(200);
    }

    @Test
    void logoutTokenWithoutSubjectEndsTheIssuersSession() {
        browser.signIn("/console/", "erin");
        Browser other = new Browser(gateway);
        other.signIn("/console/", "dave");

        assertThat(logout(Browser.control(service, "logout-session", "sid-of-erin")
                        .getString("token")))
                .isEqualTo(200);

        assertThat(browser.get("/console/session").statusCode()).isEqualTo(401);
        assertThat(other.get("/console/session").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "a.b.c"})
    void invalidLogoutTokenIsRejectedWith400(String token) {
        assertThat(logout(token)).isEqualTo(400);
    }

    @Test
    void accessTokenIsNoLogoutToken() {
        browser.signIn("/console/", "frank");

        assertThat(logout(Browser.control(service, "other-token", "frank").getString("token")))
                .isEqualTo(400);

        assertThat(browser.get("/console/session").statusCode()).isEqualTo(200);
    }

    @Test
    void sessionEndsWith403WhenServicesRejectTheAccessToken() {
        browser.signIn("/console/", "alice");
        Browser.control(service, "unauthorized", "true");

        HttpResponse<String> answer;
        try {
            answer = browser.get("/console/session");
        } finally {
            Browser.control(service, "unauthorized", "false");
        }

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(Browser.json(answer).getString("code")).isEqualTo("sign-in-not-accepted");
        assertThat(browser.get("/console/session").statusCode()).isEqualTo(401);
        assertThat(Browser.json(browser.post("/console/sign-out", "")).getString("redirect"))
                .startsWith(issuer + "/endsession?");
    }

    // ---- own sessions ----

    @Test
    void sessionsOfTheUserAreListedWithoutTheirCookies() {
        Browser other = signedIn("grace");
        signedIn("heidi");
        browser.signIn("/console/", "grace");

        HttpResponse<String> answer = browser.get("/console/sessions", "User-Agent", "Firefox of the laboratory");

        JsonArray items = Browser.json(answer).getJsonArray("items");
        assertThat(items).hasSize(2);
        assertThat(items.getJsonObject(0).getBoolean("current")).isTrue();
        assertThat(items.getJsonObject(0).getString("userAgent")).isEqualTo("Firefox of the laboratory");
        assertThat(items.getJsonObject(0).getString("address")).isEqualTo("127.0.0.1");
        assertThat(items.getJsonObject(1).getBoolean("current")).isFalse();
        assertThat(items.getJsonObject(1).getBoolean("open")).isFalse();
        assertThat(answer.body())
                .doesNotContain(
                        browser.cookies().get("q_session"), other.cookies().get("q_session"));
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void userEndsAnotherOwnSession() {
        Browser other = signedIn("ivan");
        browser.signIn("/console/", "ivan");

        assertThat(end("/" + idOf(browser, false)).statusCode()).isEqualTo(204);

        assertThat(other.get("/console/session").statusCode()).isEqualTo(401);
        assertThat(browser.get("/console/session").statusCode()).isEqualTo(200);
    }

    @Test
    void userEndsAllOtherOwnSessions() {
        List<Browser> others = List.of(signedIn("judy"), signedIn("judy"));
        Browser stranger = signedIn("kevin");
        browser.signIn("/console/", "judy");

        assertThat(end("").statusCode()).isEqualTo(204);

        assertThat(others)
                .allSatisfy(other ->
                        assertThat(other.get("/console/session").statusCode()).isEqualTo(401));
        assertThat(browser.get("/console/session").statusCode()).isEqualTo(200);
        assertThat(stranger.get("/console/session").statusCode()).isEqualTo(200);
    }

    @Test
    void emptyIdEndsNoSession() {
        Browser other = signedIn("peggy");
        browser.signIn("/console/", "peggy");

        assertThat(end("/").statusCode()).isEqualTo(404);

        assertThat(other.get("/console/session").statusCode()).isEqualTo(200);
    }

    @Test
    void sessionsOfOtherUsersAndTheCurrentOneAreNotFound() {
        Browser stranger = signedIn("mallory");
        browser.signIn("/console/", "niaj");

        for (String id : List.of(idOf(stranger, true), idOf(browser, true), "unknown")) {
            assertThat(end("/" + id).statusCode()).isEqualTo(404);
        }

        assertThat(stranger.get("/console/session").statusCode()).isEqualTo(200);
        assertThat(browser.get("/console/session").statusCode()).isEqualTo(200);
    }

    @Test
    void otherOriginsEndNoSessions() {
        Browser other = signedIn("olivia");
        browser.signIn("/console/", "olivia");

        assertThat(browser.send("DELETE", "/console/sessions", null, "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(403);

        assertThat(other.get("/console/session").statusCode()).isEqualTo(200);
    }

    private Browser signedIn(String user) {
        Browser other = new Browser(gateway);
        other.signIn("/console/", user);
        return other;
    }

    private static String idOf(Browser browser, boolean current) {
        return Browser.json(browser.get("/console/sessions")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(item -> item.getBoolean("current") == current)
                .map(item -> item.getString("id"))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> end(String path) {
        return browser.send(
                "DELETE", "/console/sessions" + path, null, "X-DCM-Console", "1", "Sec-Fetch-Site", "same-origin");
    }

    private int logout(String token) {
        return new Browser(gateway)
                .send(
                        "POST",
                        "/console/back-channel-logout",
                        "logout_token=" + token,
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .statusCode();
    }

    // ---- files ----

    @Test
    void pageHasAContentSecurityPolicyWithItsNonce() {
        HttpResponse<String> page = browser.signIn("/console/images", "alice");

        String nonce = page.body().replaceAll("(?s).*name=\"style-nonce\" content=\"([^\"]+)\".*", "$1");
        assertThat(nonce).hasSizeBetween(20, 30);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce
                        + "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self';"
                        + " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().map())
                .containsKeys(
                        "referrer-policy",
                        "permissions-policy",
                        "cross-origin-opener-policy",
                        "cross-origin-resource-policy");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(browser.page("/console/images").body()).doesNotContain(nonce);
    }

    @Test
    void assetIsCachedForeverAndSentCompressed() {
        HttpResponse<String> plain = browser.get("/console/assets/app-1a2b3c.js");
        HttpResponse<String> compressed = browser.get("/console/assets/app-1a2b3c.js", "Accept-Encoding", "br, gzip");

        assertThat(plain.body()).isEqualTo("export const answer = 42;\n");
        assertThat(plain.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(plain.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).contains("javascript"));
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(compressed.headers().firstValue("Vary")).contains("Accept-Encoding");
        assertThat(browser.get("/console/icon.svg").headers().firstValue("Cache-Control"))
                .contains("no-cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/assets/none.js",
                "/console/assets/.hidden",
                "/console/assets/app-1a2b3c.js.gz",
                "/console/nothing.json"
            })
    void fileThatDoesNotExistIsNotFound(String path) {
        assertThat(browser.get(path, "Accept", "*/*").statusCode()).isEqualTo(404);
    }

    @Test
    void firstPageIsFoundByProgramsThatAcceptAnything() {
        assertThat(browser.get("/console/", "Accept", "*/*").statusCode()).isEqualTo(302);
    }

    @Test
    void consoleWithoutSlashRedirects() {
        HttpResponse<String> answer = browser.page("/console");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(Browser.location(answer)).isEqualTo("/console/");
        assertThat(browser.send("HEAD", "/console", null).statusCode()).isEqualTo(302);
    }

    // ---- the service's view ----

    private String token() {
        return Browser.json(echo("/console/v1/containers"))
                .getJsonObject("headers")
                .getString("authorization");
    }

    private HttpResponse<String> echo(String path, String... headers) {
        return unseen().get(path, headers);
    }

    /** The same browser, for answers in which the service echoes the token. */
    private Browser unseen() {
        return copy();
    }

    private Browser copy() {
        Browser copy = new Browser(gateway);
        copy.cookies().putAll(browser.cookies());
        return copy;
    }

    private static JsonObject claims(JsonObject headers) {
        String token = headers.getString("authorization").substring("Bearer ".length());
        return new JsonObject(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
    }
}
