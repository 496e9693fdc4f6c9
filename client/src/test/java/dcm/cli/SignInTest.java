package dcm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.cli.Typed.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in, renewal of tokens and sign-out. */
class SignInTest {
    private static final String PENDING = "{\"error\": \"authorization_pending\"}";

    @TempDir
    private Path home;

    private FakeServer server;
    private Machine machine;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        machine = new Machine(home);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Signs in; a token of a few seconds is due to be renewed at each command. */
    private void signIn(int seconds) {
        server.issues("first-token", "refresh-1", seconds);
        assertThat(machine.types("login", server.url()).code()).isZero();
    }

    private List<String> renewals() {
        return server.requests("POST /token").stream()
                .filter(request -> request.contains("refresh_token=refresh-1"))
                .toList();
    }

    @Test
    void loginShowsTheCodeAndStoresTheContext() {
        server.answers("POST /token", 400, PENDING).answers("POST /token", 200, """
                {"access_token": "first-token", "refresh_token": "refresh-1", "expires_in": 300}""");

        Typed login = machine.types("login", server.url(), "--context", "lab");

        assertThat(login.code()).isZero();
        assertThat(login.err()).contains(server.url() + "/page?code=ABCD-EFGH", "ABCD-EFGH", "10 minutes");
        assertThat(login.out()).isEqualTo("Signed in to lab as alice.");
        assertThat(server.requests("POST /device")).containsExactly("POST /device " + scopeForm());
        assertThat(server.requests("POST /token")).hasSize(2).allMatch(poll -> poll.contains("device_code=d1"));
        assertThat(machine.types("show").out()).contains("web", "31002");
        assertThat(machine.types("context", "ls").out()).contains("*  lab", server.url(), "alice", "yes");
    }

    private String scopeForm() {
        String request = server.requests("POST /device").getFirst();
        assertThat(request).contains("client_id=cli", "scope=openid%20offline_access");
        return request.substring("POST /device ".length());
    }

    @Test
    void filesAreReadableByTheirOwnerOnly() throws IOException {
        signIn(300);

        try (Stream<Path> files = Files.walk(home.resolve("dcm"))) {
            assertThat(files.toList())
                    .hasSizeGreaterThan(4)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void expiredTokenIsRenewed() {
        signIn(10);
        int before = renewals().size();
        server.issues("second-token", "refresh-2", 300).accepts("second-token");

        assertThat(machine.types("show", "--json").code()).isZero();
        assertThat(machine.types("show", "--json").code()).isZero();

        assertThat(renewals()).hasSize(before + 1);
    }

    @Test
    void commandsAtTheSameTimeRenewATokenOnce() throws Exception {
        signIn(10);
        int before = renewals().size();
        server.issues("second-token", "refresh-2", 300).accepts("second-token");
        Callable<Integer> command = () -> machine.types("show").code();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> code : threads.invokeAll(List.of(command, command, command, command))) {
                assertThat(code.get()).isZero();
            }
        }

        assertThat(renewals()).hasSize(before + 1);
    }

    @Test
    void endedSignInIsReportedWithTheCommandToSignIn() {
        signIn(10);
        server.answersOnly("POST /token", 400, "{\"error\": \"invalid_grant\"}");

        Typed show = machine.types("show");

        assertThat(show.code()).isEqualTo(1);
        assertThat(show.err())
                .isEqualTo("Your sign-in to localhost has ended. Sign in again: dcm login --context localhost");
        assertThat(machine.types("context", "show").out()).containsPattern("signed in +no");
    }

    @Test
    void temporaryFailureOfTheIssuerKeepsTheSignIn() {
        signIn(10);
        server.answersOnly("POST /token", 503, "");

        Typed show = machine.types("show");

        assertThat(show.code()).isEqualTo(3);
        assertThat(show.err()).contains("status 503");
        assertThat(machine.types("context", "show").out()).containsPattern("signed in +yes");
    }

    @Test
    void rejectedTokenIsReportedWithTheCommandToSignIn() {
        signIn(300);
        server.accepts("another-token");

        Typed show = machine.types("show");

        assertThat(show.code()).isEqualTo(1);
        assertThat(show.err()).contains("The token has expired.", "Sign in again: dcm login --context localhost");
    }

    @Test
    void logoutEndsTheSignInAtTheIssuer() {
        signIn(300);

        Typed logout = machine.types("logout");

        assertThat(logout.out()).isEqualTo("Signed out of localhost.");
        assertThat(server.requests("POST /revoke").getFirst()).contains("token=refresh-1", "client_id=cli");
        Typed show = machine.types("show");
        assertThat(show.code()).isEqualTo(1);
        assertThat(show.err()).contains("You are not signed in to localhost", "dcm login");
        assertThat(machine.types("login").code()).as("the server is known").isZero();
    }

    @Test
    void logoutDeletesTokensEvenIfTheIssuerDoesNotAnswer() {
        signIn(300);
        server.answersOnly("POST /revoke", 503, "");

        Typed logout = machine.types("logout");

        assertThat(logout.code()).isEqualTo(3);
        assertThat(logout.err()).contains("are deleted", "could not be ended");
        assertThat(home.resolve("dcm/tokens/localhost.json")).doesNotExist();
    }

    @Test
    void issuerWithAnotherNameIsRefused() {
        server.answersOnly("GET /.well-known/openid-configuration", 200, "{\"issuer\": \"https://evil.example\"}");

        Typed login = machine.types("login", server.url());

        assertThat(login.code()).isEqualTo(3);
        assertThat(login.err()).contains("is not the description of the issuer");
        assertThat(server.requests("POST")).isEmpty();
    }

    @Test
    void refusedSignInIsReported() {
        server.answers("POST /token", 400, "{\"error\": \"access_denied\"}");

        Typed login = machine.types("login", server.url());

        assertThat(login.code()).isEqualTo(1);
        assertThat(login.err()).endsWith("The sign-in was refused in the browser.");
        assertThat(machine.types("context", "ls", "--json").out()).isEqualTo("[ ]");
    }

    @Test
    void serverWithoutDeviceLoginIsReported() {
        server.answersOnly("GET /.well-known/dcm", 404, """
                {"status": 404, "code": "not-found", "detail": "This installation has no client for device login."}""");

        assertThat(machine.types("login", server.url()).err())
                .isEqualTo("This installation has no client for device login.");
    }

    @Test
    void tokenFromTheEnvironmentNeedsNoSignIn() {
        Machine script = machine.with("DCM_URL", server.url()).with("DCM_TOKEN", "first-token");

        assertThat(script.types("show").out()).contains("web");
        assertThat(script.types("token").out()).isEqualTo("first-token");
        assertThat(home.resolve("dcm")).doesNotExist();
        assertThat(script.with("DCM_TOKEN", "wrong").types("show").err())
                .contains("Set DCM_TOKEN to a valid access token.");
        assertThat(machine.with("DCM_URL", server.url()).types("show").err()).contains("Set DCM_TOKEN");
    }

    @Test
    void tokenFromTheEnvironmentIsNotSentToTheServerOfAContext() throws IOException {
        signIn(300);
        Machine withToken = machine.with("DCM_TOKEN", "secret-token");
        try (FakeServer other = new FakeServer()) {
            Typed show = withToken.with("DCM_URL", other.url()).types("show", "--context", "localhost");

            assertThat(show.out()).contains("web");
            assertThat(show.err()).containsOnlyOnce("DCM_TOKEN is not used").contains("the context localhost");
            assertThat(other.requests()).isEmpty();
        }
        assertThat(withToken.types("token").out()).isEqualTo("first-token");
        assertThat(withToken.types("login").out()).isEqualTo("Signed in to localhost as alice.");
        server.accepts("another-token");
        assertThat(withToken.types("show").err()).contains("Sign in again: dcm login --context localhost");
    }

    @Test
    void serverThatStatesTheIssuerOfAnotherServerIsRefused() throws IOException {
        signIn(300);
        int before = server.requests().size();
        try (FakeServer other = new FakeServer()) {
            other.answersOnly("GET /.well-known/dcm", 200, """
                    {"issuer": "%s", "clientId": "cli", "scopes": ["openid"]}""".formatted(server.url()));

            Typed refused = machine.types("login", other.url(), "--context", "other");

            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err())
                    .startsWith("The server %s signs you in at %s.".formatted(other.url(), server.url()))
                    .contains("Your context localhost", "--allow-shared-issuer");
            assertThat(server.requests()).as("the issuer is not asked").hasSize(before);

            Typed permitted = machine.types("login", other.url(), "--context", "other", "--allow-shared-issuer");
            assertThat(permitted.out()).isEqualTo("Signed in to other as alice.");
            assertThat(machine.types("login", "--context", "other").code())
                    .as("a later sign-in needs no option")
                    .isZero();
            assertThat(machine.types("login", "--context", "localhost").code()).isZero();
        }
    }

    @Test
    void issuerWithoutTlsOnAnotherMachineIsRefusedUnlessTheUserPermittedIt() throws IOException {
        signIn(10);
        server.answersOnly("GET /.well-known/dcm", 200, """
                {"issuer": "http://192.0.2.1", "clientId": "cli", "scopes": ["openid"]}""");

        Typed login = machine.types("login");

        assertThat(login.code()).isEqualTo(2);
        assertThat(login.err()).contains("http://192.0.2.1 would not be encrypted", "--allow-http");
        Path contexts = home.resolve("dcm/contexts.json");
        String text = Files.readString(contexts);
        String issuer = "\"issuer\" : \"" + server.url();
        assertThat(text).contains(issuer, "\"allowHttp\" : false");
        Files.writeString(contexts, text.replace(issuer, "\"issuer\" : \"http://192.0.2.1"));
        assertThat(machine.types("show").err()).contains("http://192.0.2.1 would not be encrypted");
    }

    @Test
    void permissionOfHttpIsKept() throws IOException {
        server.issues("first-token", "refresh-1", 10);
        assertThat(machine.types("login", server.url(), "--allow-http").code()).isZero();
        Path contexts = home.resolve("dcm/contexts.json");
        assertThat(Files.readString(contexts)).contains("\"allowHttp\" : true");
        assertThat(machine.types("login").code()).isZero();
        assertThat(Files.readString(contexts)).contains("\"allowHttp\" : true");
    }

    @Test
    void contextWithoutTlsOnAnotherMachineIsRefusedWithoutThePermission() throws IOException {
        signIn(300);
        Path contexts = home.resolve("dcm/contexts.json");
        Files.writeString(
                contexts,
                Files.readString(contexts).replace("\"url\" : \"" + server.url(), "\"url\" : \"http://192.0.2.1"));

        assertThat(machine.types("show").err()).contains("http://192.0.2.1 would not be encrypted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "false", "no"})
    void onlyOneAndTruePermitHttpInTheEnvironment(String value) {
        Machine script = machine.with("DCM_URL", "http://192.0.2.1")
                .with("DCM_TOKEN", "t")
                .with("DCM_ALLOW_HTTP", value);

        assertThat(script.types("show").err()).contains("would not be encrypted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1/page", "file:///etc/passwd", "-x", "https://user@id.example/page"})
    void unsafePageForTheSignInIsNotShown(String page) {
        server.answersOnly("POST /device", 200, """
                {"device_code": "d1", "user_code": "ABCD-EFGH", "verification_uri": "%1$s/page",
                 "verification_uri_complete": "%2$s", "interval": 0, "expires_in": 600}""".formatted(server.url(), page));

        Typed login = machine.types("login", server.url());

        assertThat(login.code()).isNotZero();
        assertThat(login.err()).doesNotContain("open this address", "Internal error");
    }

    @Test
    void contextOptionSelectsAnotherServer() throws IOException {
        signIn(300);
        try (FakeServer other = new FakeServer()) {
            other.issues("first-token", "refresh-9", 300)
                    .answersOnly("GET /v1/me", 200, "{\"name\": \"bob\"}")
                    .answersOnly("GET /v1/containers?limit=500", 200, "{\"items\": []}");
            machine.types("login", other.url(), "--context", "other");

            assertThat(machine.types("show").err()).contains("You have no containers");
            assertThat(machine.types("show", "--context", "localhost").out()).contains("web");
            assertThat(machine.with("DCM_CONTEXT", "localhost").types("show").out())
                    .contains("web");
            assertThat(machine.types("context", "use", "localhost").code()).isZero();
            assertThat(machine.types("show").out()).contains("web");
            assertThat(machine.types("context", "rm", "other").out()).isEqualTo("other removed");
            assertThat(other.requests("POST /revoke")).hasSize(1);
            assertThat(machine.types("show", "--context", "other").code()).isEqualTo(2);
        }
    }

    @Test
    void unreachableServerIsNamed() {
        signIn(300);
        String url = server.url();
        server.close();

        Typed show = machine.types("show");

        assertThat(show.code()).isEqualTo(3);
        assertThat(show.err().replaceAll("\\s+", " ")).contains("Cannot connect to DCM", url + " (context localhost)");
    }

    @Test
    void requestThatTheServerDoesNotHaveIsReportedWithBothVersions() {
        signIn(300);
        server.answers("GET /v1/about", 200, "{\"version\": \"9.9\"}");

        Typed ports = machine.types("ports");

        assertThat(ports.code()).isEqualTo(1);
        assertThat(ports.err()).contains("This is dcm ", "the server is DCM 9.9");
    }

    @Test
    void signInAtAnUnreachableServerNamesItsAddress() {
        String url = server.url();
        server.close();

        Typed login = machine.types("login", url);

        assertThat(login.code()).isEqualTo(3);
        assertThat(login.err()).isEqualTo("Cannot connect to %s. Check the address and the network.".formatted(url));
    }

    @Test
    void unencryptedServerOnAnotherMachineIsRefused() {
        Typed login = machine.types("login", "http://192.0.2.1");

        assertThat(login.code()).isEqualTo(2);
        assertThat(login.err()).contains("would not be encrypted", "--allow-http");
    }

    @Test
    void withoutASignInTheFirstCommandSaysWhatToDo() {
        assertThat(machine.types("show").err()).isEqualTo("You are not signed in to a server. Sign in: dcm login URL");
    }
}
