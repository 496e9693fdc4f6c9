package dcm.stack.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.Http;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Manages the users of the local stack's Keycloak realm {@code dcm}. */
public final class KeycloakRealm {
    public static final String ADMINISTRATOR = "admin";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String CLIENTS = "/admin/realms/dcm/clients";
    /** The public client of command lines. */
    private static final String COMMAND_LINE = "dcm-cli";
    /** The public clients that exchange passwords for tokens without a public URL: DCM's, and Keycloak's own. */
    private static final List<String> PASSWORD_CLIENTS = List.of(COMMAND_LINE, "admin-cli");
    /** The launcher's client. It alone gets tokens for passwords if the installation has a public URL. */
    private static final String LAUNCHER = "dcm-launcher";

    /**
     * How often a refused sign-in is repeated. While a sign-in of a user is in progress, Keycloak rejects further ones
     * as if the password were wrong, to slow down guessing.
     */
    private static final int CONCURRENT_SIGN_INS = 3;

    /** Much less than the lifetime of a token. Keycloak makes a sign-in with a password slow, to slow down guessing. */
    private static final Duration TOKEN_REUSE = Duration.ofSeconds(30);

    private final String server;
    private final String administratorPassword;
    private final Supplier<String> launcherSecret;
    private final Map<Credentials, IssuedToken> tokens = new ConcurrentHashMap<>();

    public KeycloakRealm(Installation installation) {
        this.server = installation.url(StackPort.KEYCLOAK);
        this.administratorPassword = installation.secrets().keycloakAdmin();
        this.launcherSecret = installation.secrets()::keycloakLauncher;
    }

    /** A user of the realm: {@code subject} identifies the user in tokens and never changes. */
    public record SignIn(String subject, String username) {}

    private record Credentials(String realm, String client, String username, String password) {}

    private record IssuedToken(String value, Instant issued) {
        boolean isRecent() {
            return Instant.now().isBefore(issued.plus(TOKEN_REUSE));
        }
    }

    /** Returns the user with this name; creates it with the display name and password if needed. */
    public SignIn ensure(String username, String displayName, String password) {
        String token = administratorToken();
        return find(token, username).orElseGet(() -> {
            var user = Map.of(
                    "username",
                    username,
                    "firstName",
                    displayName,
                    "enabled",
                    true,
                    "credentials",
                    List.of(credential(password)));
            expect(201, post(token, "/admin/realms/dcm/users", user));
            return find(token, username).orElseThrow();
        });
    }

    /** Ensures that a client with this secret exists that may manage the realm's users and nothing else. */
    void ensureUserManager(String clientId, String secret) {
        String token = administratorToken();
        var client = Map.of(
                "clientId",
                clientId,
                "secret",
                secret,
                "publicClient",
                false,
                "serviceAccountsEnabled",
                true,
                "standardFlowEnabled",
                false,
                "directAccessGrantsEnabled",
                false);
        if (clientUuid(token, clientId).isEmpty()) {
            expect(201, post(token, "/admin/realms/dcm/clients", client));
        }
        String uuid = clientUuid(token, clientId).orElseThrow();
        String management = clientUuid(token, "realm-management").orElseThrow();
        String user = get(token, "/admin/realms/dcm/clients/" + uuid + "/service-account-user")
                .path("id")
                .asText();
        JsonNode role = get(token, "/admin/realms/dcm/clients/" + management + "/roles/manage-users");
        expect(
                204,
                post(token, "/admin/realms/dcm/users/" + user + "/role-mappings/clients/" + management, List.of(role)));
    }

    /** Ensures that the launcher's client exists with these settings. */
    void ensureLauncher(Map<String, Object> settings) {
        ensureClient(administratorToken(), LAUNCHER, settings);
    }

    /** The launcher's client with this secret. It exchanges passwords for tokens, and nothing else. */
    static Map<String, Object> launcherClient(String secret) {
        return Map.of(
                "clientId",
                LAUNCHER,
                "name",
                "DCM's launcher",
                "secret",
                secret,
                "publicClient",
                false,
                "standardFlowEnabled",
                false,
                "serviceAccountsEnabled",
                false,
                "directAccessGrantsEnabled",
                true,
                "fullScopeAllowed",
                false,
                "protocolMappers",
                List.of(ConsoleClientSettings.audienceMapper()));
    }

    /**
     * With a public URL, Keycloak requires HTTPS from other machines, and no client without a secret exchanges passwords for tokens,
     * including clients that an administrator created. Guessing of passwords is slowed down in any case.
     */
    void setSecurity(boolean isPublic) {
        String token = administratorToken();
        expect(
                204,
                put(
                        token,
                        "/admin/realms/dcm",
                        Map.of("sslRequired", isPublic ? "external" : "none", "bruteForceProtected", true)));
        for (JsonNode client : get(token, CLIENTS)) {
            if (client.path("publicClient").asBoolean()) {
                String id = client.path("clientId").asText();
                boolean isAllowed = client.path("directAccessGrantsEnabled").asBoolean();
                boolean isWanted = !isPublic && (isAllowed || PASSWORD_CLIENTS.contains(id));
                if (isWanted != isAllowed) {
                    allowPasswords(token, client.path("id").asText(), id, isWanted);
                }
            }
        }
    }

    private void allowPasswords(String token, String uuid, String clientId, boolean isAllowed) {
        expect(
                204,
                put(token, CLIENTS + "/" + uuid, Map.of("clientId", clientId, "directAccessGrantsEnabled", isAllowed)));
    }

    /** Sets the rules for new passwords, in Keycloak's notation. Existing passwords stay valid. */
    void setPasswordPolicy(String policy) {
        expect(204, put(administratorToken(), "/admin/realms/dcm", Map.of("passwordPolicy", policy)));
    }

    /** Ensures that the web console's client exists with these settings. */
    void ensureConsole(ConsoleClientSettings console) {
        ensureClient(administratorToken(), console.client().id(), console.document());
    }

    private void ensureClient(String token, String clientId, Map<String, Object> settings) {
        Optional<String> uuid = clientUuid(token, clientId);
        if (uuid.isEmpty()) {
            expect(201, post(token, CLIENTS, settings));
        } else {
            expect(204, put(token, CLIENTS + "/" + uuid.get(), settings));
        }
    }

    private Optional<String> clientUuid(String token, String clientId) {
        JsonNode found = get(token, "/admin/realms/dcm/clients?clientId=" + encoded(clientId));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.get(0).path("id").asText());
    }

    private JsonNode get(String token, String path) {
        return parsed(expect(200, send(admin(token, path).GET())));
    }

    public void setPassword(SignIn signIn, String password) {
        var request = admin(
                        administratorToken(), "/admin/realms/dcm/users/%s/reset-password".formatted(signIn.subject()))
                .PUT(json(credential(password)));
        expect(204, send(request));
    }

    /** An access token for DCM, obtained with the launcher's client and the password up to 30 seconds ago. */
    public String accessToken(String username, String password) {
        return token("dcm", LAUNCHER, username, password);
    }

    private Optional<SignIn> find(String token, String username) {
        String query = "/admin/realms/dcm/users?exact=true&username=" + encoded(username);
        JsonNode found = parsed(expect(200, send(admin(token, query).GET())));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new SignIn(found.get(0).path("id").asText(), username));
    }

    private String administratorToken() {
        return token("master", "admin-cli", ADMINISTRATOR, administratorPassword);
    }

    private String token(String realm, String client, String username, String password) {
        var credentials = new Credentials(realm, client, username, password);
        IssuedToken known = tokens.get(credentials);
        if (known != null && known.isRecent()) {
            return known.value();
        }
        var issued = new IssuedToken(issue(credentials), Instant.now());
        tokens.put(credentials, issued);
        return issued.value();
    }

    private String issue(Credentials credentials) {
        var form = new HashMap<>(Map.of(
                "grant_type",
                "password",
                "client_id",
                credentials.client(),
                "username",
                credentials.username(),
                "password",
                credentials.password()));
        if (credentials.client().equals(LAUNCHER)) {
            form.put("client_secret", launcherSecret.get());
        }
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        var request = Http.request("%s/realms/%s/protocol/openid-connect/token".formatted(server, credentials.realm()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        HttpResponse<String> response = sendRepeatedly(request);
        if (isRefused(response) && credentials.realm().equals("dcm") && endWait(credentials.username())) {
            response = sendRepeatedly(request);
        }
        if (isRefused(response)) {
            throw new StackFailure(
                    ("Keycloak refuses the sign-in '%s': it was deleted, or its password is not the one in the file of its name in"
                                    + " secrets/. In Keycloak's administration, see docs/opening.md, set the password that is in"
                                    + " the file.")
                            .formatted(credentials.username()));
        }
        return parsed(expect(200, response)).path("access_token").asText();
    }

    /** While another sign-in of the same user is in progress, Keycloak refuses this one. */
    private static HttpResponse<String> sendRepeatedly(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request);
        for (int again = 0; again < CONCURRENT_SIGN_INS && isRefused(response); again++) {
            PollDelay.briefly();
            response = send(request);
        }
        return response;
    }

    /** Ends the wait after wrong passwords, which others may have tried; false if there is none. */
    private boolean endWait(String username) {
        String token = administratorToken();
        Optional<String> wait = find(token, username)
                .map(signIn -> "/admin/realms/dcm/attack-detection/brute-force/users/" + signIn.subject())
                .filter(path -> get(token, path).path("disabled").asBoolean());
        wait.ifPresent(path -> expect(204, send(admin(token, path).DELETE())));
        return wait.isPresent();
    }

    /** Keycloak answers 401 before version 26.7, and 400 since then. */
    private static boolean isRefused(HttpResponse<String> response) {
        return response.statusCode() == 401 || response.statusCode() == 400;
    }

    private static Map<String, Object> credential(String password) {
        return Map.of("type", "password", "value", password, "temporary", false);
    }

    private HttpRequest.Builder admin(String token, String path) {
        return Http.request(server + path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> post(String token, String path, Object body) {
        return send(admin(token, path).POST(json(body)));
    }

    private HttpResponse<String> put(String token, String path, Object body) {
        return send(admin(token, path).PUT(json(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return Http.send(request.build());
        } catch (IOException e) {
            throw new StackFailure("Keycloak does not answer. To see its status: ./dcm status", e);
        }
    }

    private static String expect(int status, HttpResponse<String> response) {
        if (response.statusCode() != status) {
            throw new StackFailure("Keycloak answered %d to %s %s: %s"
                    .formatted(
                            response.statusCode(),
                            response.request().method(),
                            response.uri().getPath(),
                            response.body()));
        }
        return response.body();
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        try {
            return BodyPublishers.ofString(JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new StackFailure("The response of Keycloak is not valid JSON: " + body, e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
