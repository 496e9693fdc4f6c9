package dcm.journey.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.installation.StackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An installation that is opened to users on other machines in each of the possible ways. Names of the domain {@code test} are
 * resolved to loopback by the clients.
 */
@Tag("install")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PublicAccessJourneyIT {
    private static final String HOST = "dcm.test";
    private static final int HTTPS = 18_643;
    private static final int HTTP = 18_645;
    private static final String URL = "https://" + HOST + ":" + HTTPS;

    /** Not loopback, because DCM_ALLOW_PLAIN_HTTP has no effect there. */
    private static final String PROXY = RunningStack.FIRST_ALIAS;

    private static final DateTimeFormatter OPENSSL_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    @RegisterExtension
    static final Chromium chromium = new Chromium("--host-resolver-rules=MAP " + HOST + " 127.0.0.1");

    private static RunningStack stack;
    private static TestUser alice;
    private static Path files;

    @BeforeAll
    static void openAnAccountOnLoopback() throws IOException {
        stack = RunningStack.get();
        stack.up();
        files = Files.createDirectories(stack.temporaryFiles().resolve("public"));
        alice = TestUser.joins("alice");
        alice.does("stop", "none"); // binds the account to its sign-in
    }

    @AfterAll
    static void returnToLoopback() {
        stack.restartWith(settings(Map.of("DCM_PUBLIC_URL", "")));
    }

    // ---- DCM's own certificate authority ----

    @Test
    @Order(1)
    void ownAuthorityServesUsersOverTls() throws JsonProcessingException {
        open(Map.of("DCM_TLS", "own-ca"));
        Path ca = stack.installation().certificates().authority();

        assertThat(ShellRunner.run(stack.launcher("status")))
                .contains("public URL: " + URL + " (TLS: own-ca, certificate ends 20", ca.toString(), "fingerprint");
        assertThat(json(ShellRunner.run(stack.launcher("status", "--json")))
                        .path("publicAccess")
                        .path("authorityFingerprint")
                        .asText())
                .hasSize(64);
        String answer = curl(ca, "-i", "-H", bearer(alice.token()), URL + "/v1/containers");
        assertThat(answer).contains("HTTP/1.1 200", "Strict-Transport-Security: max-age=31536000");
        // The account is bound to the sign-in that it had before.
        assertThat(json(curl(ca, "-H", bearer(alice.token()), URL + "/v1/me"))
                        .path("name")
                        .asText())
                .isEqualTo(alice.name());
        TestUser bob = TestUser.joins("bob");
        assertThat(status(ca, "-H", bearer(bob.token()), URL + "/v1/me")).isEqualTo("200");
        // For the alerts.
        assertThat(ShellRunner.run("curl", "-s", stack.part("api-gateway").url() + "/q/metrics"))
                .contains("dcm_certificate_end_timestamp_seconds ", "dcm_certificate_attention ");
    }

    @Test
    @Order(2)
    void requestWithoutTlsIsRedirected() {
        String answer = curl(
                files,
                "-i",
                "--resolve",
                HOST + ":" + HTTP + ":127.0.0.1",
                "http://" + HOST + ":" + HTTP + "/console/?x=1");

        assertThat(answer).contains("HTTP/1.1 308", "location: " + URL + "/console/?x=1");
    }

    @Test
    @Order(3)
    void onlyCurrentVersionsOfTlsAreAccepted() {
        assertThat(handshake("-tls1_3")).contains("TLSv1.3");
        assertThat(handshake("-tls1_2")).contains("TLSv1.2");
        // The client would offer it, and the server refuses.
        assertThat(handshake("-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")).contains("alert protocol version");
    }

    @Test
    @Order(4)
    void forwardedHeadersOfAUserAreNotBelieved() {
        Path ca = stack.installation().certificates().authority();

        curl(
                ca,
                "-H",
                bearer(alice.token()),
                "-H",
                "X-Forwarded-For: 192.0.2.66",
                "-X",
                "POST",
                URL + "/v1/containers/forged/stop");

        Eventually.that(
                "the request is in the audit with its real address",
                () -> auditedAddresses("forged").equals(List.of("127.0.0.1")));
    }

    @Test
    @Order(5)
    void administrationOfKeycloakIsOnLoopbackOnly() throws JsonProcessingException {
        Path ca = stack.installation().certificates().authority();
        for (String path : List.of(
                "/admin/",
                "/admin/master/console/",
                "/admin/realms/dcm/users",
                "/realms/master/.well-known/openid-configuration",
                "/realms/dcm/clients-registrations/openid-connect",
                "/q/health",
                "/%71/health",
                "/q%2Fhealth")) {
            assertThat(status(ca, URL + path)).as(path).isEqualTo("404");
        }
        String keycloak = stack.installation().url(StackPort.KEYCLOAK);
        assertThat(status(ca, "-L", keycloak.replace("127.0.0.1", "localhost") + "/admin/master/console/"))
                .isEqualTo("200");

        assertThat(realm().path("sslRequired").asText()).isEqualTo("external");

        JsonNode issuer = json(curl(ca, URL + "/realms/dcm/.well-known/openid-configuration"));
        assertThat(issuer.path("issuer").asText()).isEqualTo(URL + "/realms/dcm");
        assertThat(issuer.path("token_endpoint").asText()).startsWith(URL + "/realms/dcm/");
        JsonNode here = json(curl(ca, keycloak + "/realms/dcm/.well-known/openid-configuration"));
        assertThat(here.path("issuer").asText()).isEqualTo(URL + "/realms/dcm");
        assertThat(here.path("jwks_uri").asText()).startsWith(keycloak);
    }

    @Test
    @Order(6)
    void passwordIsNoCredentialOfTheCommandLine() {
        Path ca = stack.installation().certificates().authority();

        for (String client : List.of("dcm-cli", "admin-cli")) { // DCM's, and one that Keycloak creates in each realm
            assertThat(curl(
                            ca,
                            "-d",
                            "grant_type=password&client_id=" + client + "&username=" + alice.name() + "&password="
                                    + stack.password(alice.name()),
                            URL + "/realms/dcm/protocol/openid-connect/token"))
                    .as(client)
                    .contains("unauthorized_client");
        }
        assertThat(ShellRunner.run(stack.launcher("token", alice.name()))).startsWith("ey");
    }

    @Test
    @Order(7)
    void browserSignsInToTheConsole() {
        BrowserProfile profile = chromium.profile(new NewContextOptions().setIgnoreHTTPSErrors(true));

        ConsoleTab tab = profile.signsIn(alice.name(), "");

        assertThat(tab.page().url()).startsWith(URL + "/console/");
        assertThat(profile.context().cookies().stream().filter(cookie -> cookie.name.equals("q_session")))
                .hasSize(1)
                .allMatch(cookie -> cookie.secure && cookie.httpOnly);
        assertThat(tab.page().evaluate("fetch('/console/v1/me').then(answer => answer.json()).then(me => me.name)"))
                .isEqualTo(alice.name());
    }

    @Test
    @Order(8)
    void signOutEndsTheSignInAtKeycloak() {
        BrowserProfile profile = chromium.profile(new NewContextOptions().setIgnoreHTTPSErrors(true));
        ConsoleTab tab = profile.signsIn(alice.name(), "");

        tab.page()
                .evaluate("fetch('/console/sign-out', {method: 'POST', headers: {'X-DCM-Console': '1'}})"
                        + ".then(answer => answer.status)");
        tab.page().navigate(URL + "/console/");

        tab.page().waitForSelector("#username");
    }

    @Test
    @Order(9)
    void deviceLoginGetsATokenForTheApi() throws JsonProcessingException {
        Path ca = stack.installation().certificates().authority();
        JsonNode device =
                json(curl(ca, "-d", "client_id=dcm-cli", URL + "/realms/dcm/protocol/openid-connect/auth/device"));
        String page = device.path("verification_uri_complete").asText();
        assertThat(page).startsWith(URL + "/realms/dcm/device");

        Page browser = chromium.profile(new NewContextOptions().setIgnoreHTTPSErrors(true))
                .context()
                .newPage();
        browser.navigate(page);
        browser.fill("#username", alice.name());
        browser.fill("#password", stack.password(alice.name()));
        browser.click("#kc-login");
        browser.click("#kc-login"); // grants access to the device
        browser.getByText("Device Login Successful").first().waitFor();

        JsonNode tokens = json(curl(
                ca,
                "-d",
                "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=dcm-cli&device_code="
                        + device.path("device_code").asText(),
                URL + "/realms/dcm/protocol/openid-connect/token"));
        assertThat(status(ca, "-H", bearer(tokens.path("access_token").asText()), URL + "/v1/me"))
                .isEqualTo("200");
    }

    // ---- a certificate of one's own ----

    @Test
    @Order(10)
    void replacedFilesAreUsedWithoutARestart() throws IOException {
        Path certificate = files.resolve("dcm.crt");
        Path key = files.resolve("dcm.key");
        issue(certificate, key, Duration.ZERO);
        open(Map.of("DCM_TLS", "files", "DCM_TLS_CERTIFICATE", certificate.toString(), "DCM_TLS_KEY", key.toString()));
        String before = fingerprint();
        assertThat(before).isEqualTo(fingerprint(certificate));
        assertThat(status(certificate, URL + "/")).isEqualTo("200");

        issue(certificate, key, Duration.ofDays(80));

        Eventually.that("the new certificate is used", () -> fingerprint().equals(fingerprint(certificate)));
        assertThat(status(certificate, URL + "/")).isEqualTo("200");
        assertThat(ShellRunner.attempt(List.of(stack.launcher("doctor"))).output())
                .contains("certificate", "ends at", "Replace " + certificate);

        String used = fingerprint();
        Files.writeString(key, "nonsense");

        Eventually.that(
                "the broken file is reported",
                () -> ShellRunner.attempt(List.of(stack.launcher("status")))
                        .output()
                        .contains("ATTENTION api-gateway: "));
        assertThat(fingerprint()).isEqualTo(used);
    }

    // ---- ACME ----

    @Test
    @Order(11)
    void acmeServerIssuesTheCertificate() throws IOException {
        try (AcmeServer acme = new AcmeServer(files.resolve("acme"), HTTP)) {
            open(Map.of(
                    "DCM_TLS",
                    "acme",
                    "DCM_ACME_DIRECTORY",
                    acme.url(),
                    "DCM_ACME_CA",
                    acme.ca().toString(),
                    "DCM_ACME_EMAIL",
                    "admin@example.org"));
            Path root = acme.root();
            assertThat(status(root, URL + "/")).isEqualTo("200");
            String first = fingerprint();

            // The gateway creates what is missing at its next check, as it does when a certificate is about to end.
            Files.delete(stack.installation().certificates().directory().resolve(certificateOf(acme)));

            Eventually.that("the certificate is renewed", () -> !fingerprint().equals(first));
            assertThat(status(root, URL + "/")).isEqualTo("200");
        }
    }

    private static String certificateOf(AcmeServer acme) {
        return "public/acme-" + java.net.URI.create(acme.url()).getAuthority().replace(':', '-') + ".crt";
    }

    // ---- behind a reverse proxy ----

    @Test
    @Order(12)
    void onlyTheTrustedProxyStatesTheClientsAddress() {
        open(Map.of(
                "DCM_TLS", "proxy", "DCM_LISTEN", PROXY, "DCM_TRUSTED_PROXIES", PROXY, "DCM_ALLOW_PLAIN_HTTP", "true"));
        String api = stack.installation().url(StackPort.API_GATEWAY);
        String token = bearer(alice.token());
        String[] forwarded = {
            "-H", "X-Forwarded-For: 198.51.100.1, 192.0.2.77", "-H", "X-Forwarded-Proto: https", "-H", token
        };

        curl(
                files,
                with(
                        forwarded,
                        "-X",
                        "POST",
                        "--interface",
                        PROXY,
                        "http://" + PROXY + ":" + HTTP + "/v1/containers/proxied/stop"));
        curl(files, with(forwarded, "-X", "POST", api + "/v1/containers/claimed/stop"));

        Eventually.that(
                "the audit has the client's address",
                () -> auditedAddresses("proxied").equals(List.of("192.0.2.77")));
        Eventually.that(
                "a claim of others is ignored",
                () -> auditedAddresses("claimed").equals(List.of("127.0.0.1")));
        assertThat(status(files, "--interface", "127.0.0.1", "http://" + PROXY + ":" + HTTP + "/v1/containers"))
                .isEqualTo("403");
        String signIn = curl(
                files,
                with(
                        forwarded,
                        "-i",
                        "-H",
                        "Accept: text/html",
                        "--interface",
                        PROXY,
                        "http://" + PROXY + ":" + HTTP + "/console/"));
        assertThat(signIn).contains("redirect_uri=https%3A%2F%2F" + HOST + "%3A" + HTTPS + "%2Fconsole%2Fsigned-in");
    }

    @Test
    @Order(13)
    void documentedNginxServesTheConsoleAndItsTerminals() throws IOException {
        Path certificate = files.resolve("nginx.crt");
        Path key = files.resolve("nginx.key");
        issue(certificate, key, Duration.ZERO);
        alice.creates("web");
        var site = new ReverseProxy.Site(HTTPS, certificate, key);
        try (var _ = ReverseProxy.of(files.resolve("nginx"), site, PROXY, PROXY + ":" + HTTP)) {
            BrowserProfile profile = chromium.profile(new NewContextOptions().setIgnoreHTTPSErrors(true));

            ConsoleTab tab = profile.signsIn(alice.name(), "containers/web/terminal");

            TerminalTab terminal = TerminalTab.opens(tab, "web");
            terminal.enters("echo answer $((6*7))");
            terminal.sees("answer 42");
        }
    }

    /** Browser sessions are in the memory of a gateway. */
    @Test
    @Order(14)
    void documentedNginxKeepsEachBrowserAtOneOfTwoGateways() throws IOException {
        open(Map.of("DCM_TLS", "proxy", "DCM_LISTEN", "", "DCM_INSTANCES", "api-gateway:2"));
        Path certificate = files.resolve("balancer.crt");
        Path key = files.resolve("balancer.key");
        issue(certificate, key, Duration.ZERO);
        alice.creates("box");
        List<String> gateways = Stream.of(StackPort.API_GATEWAY, StackPort.API_GATEWAY_2)
                .map(port -> "127.0.0.1:" + stack.installation().port(port))
                .toList();
        try (var _ = ReverseProxy.balancing(
                files.resolve("balancer"), new ReverseProxy.Site(HTTPS, certificate, key), gateways)) {
            List<BrowserProfile> browsers = new ArrayList<>();
            for (int i = 0; i < 4; i++) { // with high probability, some are at the gateway that is killed
                BrowserProfile browser = chromium.profile(new NewContextOptions().setIgnoreHTTPSErrors(true));
                ConsoleTab tab = browser.signsIn(alice.name(), "containers/box/terminal");
                TerminalTab terminal = TerminalTab.opens(tab, "box");
                terminal.enters("echo answer $((6*7))");
                terminal.sees("answer 42");
                tab.page().close();
                browsers.add(browser);
            }

            stack.kill("api-gateway");

            for (BrowserProfile browser : browsers) {
                browser.opens("containers").page().close();
            }
        }
        stack.up();
    }

    // ---- refusals ----

    @Test
    @Order(15)
    void machinesMustNotConnectWithoutTls() {
        ShellRunner.run(stack.launcher("down"));
        var command = new ArrayList<>(List.of(
                "env", "DCM_PUBLIC_URL=" + URL, "DCM_TLS=proxy", "DCM_LISTEN=0.0.0.0", "DCM_ALLOW_PLAIN_HTTP="));
        command.addAll(List.of(stack.launcher("up")));

        ShellRunner.Result refused = ShellRunner.attempt(command);

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.output())
                .contains("DCM_LISTEN is '0.0.0.0'", "DCM_ALLOW_PLAIN_HTTP=true")
                .doesNotContain("Exception");
    }

    /** DCM's realm in Keycloak, as its administrator sees it. */
    private static JsonNode realm() throws JsonProcessingException {
        String keycloak = stack.installation().url(StackPort.KEYCLOAK);
        JsonNode tokens = json(curl(
                files,
                "-d",
                "grant_type=password&client_id=admin-cli&username=admin&password="
                        + stack.installation().secrets().keycloakAdmin(),
                keycloak + "/realms/master/protocol/openid-connect/token"));
        return json(curl(files, "-H", bearer(tokens.path("access_token").asText()), keycloak + "/admin/realms/dcm"));
    }

    private static void open(Map<String, String> settings) {
        stack.restartWith(settings(settings));
    }

    /** All settings of public access: what is not given has its default. */
    private static Map<String, String> settings(Map<String, String> given) {
        Map<String, String> settings = new HashMap<>();
        for (String name : List.of(
                "DCM_TLS_CERTIFICATE",
                "DCM_TLS_KEY",
                "DCM_ACME_DIRECTORY",
                "DCM_ACME_EMAIL",
                "DCM_ACME_CA",
                "DCM_TRUSTED_PROXIES",
                "DCM_ALLOW_PLAIN_HTTP",
                "DCM_INSTANCES")) {
            settings.put(name, "");
        }
        settings.put("DCM_TLS", "off");
        settings.put("DCM_PUBLIC_URL", URL);
        settings.put("DCM_LISTEN", "127.0.0.1");
        settings.put("DCM_HTTP_PORT", Integer.toString(HTTP));
        settings.putAll(given);
        return settings;
    }

    // ---- clients ----

    private static String curl(Path ca, String... arguments) {
        var command = new ArrayList<>(
                List.of("curl", "-sS", "--cacert", ca.toString(), "--resolve", HOST + ":" + HTTPS + ":127.0.0.1"));
        if (Files.isDirectory(ca)) { // without TLS
            command.subList(2, 4).clear();
        }
        command.addAll(List.of(arguments));
        return ShellRunner.run(command.toArray(String[]::new));
    }

    private static String status(Path ca, String... arguments) {
        return curl(ca, with(arguments, "-o", "/dev/null", "-w", "%{http_code}"));
    }

    private static String[] with(String[] arguments, String... more) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private static String handshake(String... options) {
        var command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + HTTPS));
        command.addAll(List.of(options));
        return ShellRunner.attempt(command).output();
    }

    /** The fingerprint of the certificate that the gateway uses. */
    private static String fingerprint() {
        return ShellRunner.run(
                "sh",
                "-c",
                "openssl s_client -connect 127.0.0.1:" + HTTPS
                        + " </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256");
    }

    private static String fingerprint(Path certificate) {
        return ShellRunner.run("openssl", "x509", "-in", certificate.toString(), "-noout", "-fingerprint", "-sha256");
    }

    /** Writes a certificate for 90 days that signs itself. */
    private static void issue(Path certificate, Path key, Duration age) {
        Instant from = Instant.now().minus(age).minusSeconds(60);
        ShellRunner.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-not_before",
                OPENSSL_TIME.format(from),
                "-not_after",
                OPENSSL_TIME.format(from.plus(Duration.ofDays(90))),
                "-subj",
                "/CN=" + HOST,
                "-addext",
                "subjectAltName=DNS:" + HOST,
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
    }

    /** The addresses from which alice stopped a container, of the audit. */
    private static List<String> auditedAddresses(String container) {
        return stack.people()
                .administrator()
                .get("/v1/audit?action=stop-container&actor=" + alice.name())
                .expectDone()
                .path("items")
                .valueStream()
                .filter(entry -> entry.toString().contains(container))
                .map(entry -> entry.path("from").asText())
                .toList();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new JsonMapper().readTree(text);
    }
}
