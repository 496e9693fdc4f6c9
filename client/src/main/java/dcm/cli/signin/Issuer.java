package dcm.cli.signin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.cli.config.StoredTokens.Tokens;
import dcm.cli.connection.ServerAddress;
import dcm.cli.connection.WebRequest;
import dcm.cli.connection.WebRequest.Answer;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.screen.PlainText;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The issuer of access tokens (OpenID Connect), for a public client without a secret. */
final class Issuer {
    static final String AUTHORIZATION_PENDING = "authorization_pending";
    static final String SLOW_DOWN = "slow_down";
    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String INVALID_GRANT = "invalid_grant";
    private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(1);

    private final WebRequest web;
    private final String clientId;
    private final JsonNode metadata;
    private final String name;
    private final boolean allowHttp;
    private final InstantSource clock;

    private Issuer(
            WebRequest web, String name, String clientId, JsonNode metadata, boolean allowHttp, InstantSource clock) {
        this.web = web;
        this.name = name;
        this.clientId = clientId;
        this.metadata = metadata;
        this.allowHttp = allowHttp;
        this.clock = clock;
    }

    /**
     * Reads the issuer's discovery document.
     *
     * @param allowHttp whether http is permitted for other machines
     */
    static Issuer of(WebRequest web, String name, String clientId, boolean allowHttp, InstantSource clock) {
        ServerAddress.stated(name, allowHttp);
        URI address = URI.create(name.replaceFirst("/+$", "") + "/.well-known/openid-configuration");
        Answer answer = web.get(address);
        // Another issuer could otherwise obtain tokens for itself (RFC 8414, section 3.3).
        if (!answer.isSuccess() || !answer.json().path("issuer").asText("").equals(name)) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "%s is not the description of the issuer %s. Contact an administrator.".formatted(address, name));
        }
        return new Issuer(web, name, clientId, answer.json(), allowHttp, clock);
    }

    /**
     * What the user does to sign in.
     *
     * @param page the page on which the user enters the code
     * @param completePage the same with the code; empty if the issuer has none
     * @param interval the least time between two questions for the token
     */
    record DeviceAuthorization(
            String deviceCode,
            String userCode,
            String page,
            String completePage,
            Duration interval,
            Duration lifetime) {}

    DeviceAuthorization authorizeDevice(List<String> scopes) {
        Answer answer = web.post(
                endpoint("device_authorization_endpoint")
                        .orElseThrow(() -> new CommandFailure(
                                ExitCode.FAILED,
                                "The issuer %s has no device login. To use a token from elsewhere, set DCM_URL and DCM_TOKEN."
                                        .formatted(name))),
                Map.of("client_id", clientId, "scope", String.join(" ", scopes)));
        JsonNode json = answer.json();
        if (!answer.isSuccess()) {
            throw refusal(answer);
        }
        String completePage = json.path("verification_uri_complete").asText("");
        return new DeviceAuthorization(
                json.path("device_code").asText(),
                PlainText.line(json.path("user_code").asText()),
                page(json.path("verification_uri").asText()),
                completePage.isEmpty() ? "" : page(completePage),
                Duration.ofSeconds(json.path("interval").asLong(5)),
                Duration.ofSeconds(json.path("expires_in").asLong(600)));
    }

    /** The user enters a password there. */
    private String page(String address) {
        return ServerAddress.stated(address, allowHttp).toString();
    }

    /** Asks once for the token of a device. */
    Answer poll(DeviceAuthorization device) {
        return web.post(
                tokenEndpoint(),
                Map.of("grant_type", DEVICE_CODE, "device_code", device.deviceCode(), "client_id", clientId));
    }

    /** New tokens; empty if the issuer has ended the sign-in. */
    Optional<Tokens> refresh(Tokens former) {
        Answer answer = web.post(
                tokenEndpoint(),
                Map.of("grant_type", "refresh_token", "refresh_token", former.refresh(), "client_id", clientId));
        if (answer.error().equals(INVALID_GRANT)) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw refusal(answer);
        }
        return Optional.of(tokens(answer, former.refresh()));
    }

    /** Ends the sign-in, if the issuer offers that (RFC 7009). Returns whether it did. */
    boolean revoke(Tokens tokens) {
        Optional<URI> endpoint = endpoint("revocation_endpoint");
        if (endpoint.isEmpty()) {
            return false;
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("token", tokens.refresh().isEmpty() ? tokens.access() : tokens.refresh());
        form.put("token_type_hint", tokens.refresh().isEmpty() ? "access_token" : "refresh_token");
        form.put("client_id", clientId);
        return web.post(endpoint.get(), form).isSuccess();
    }

    /** The tokens in a response. An issuer may leave out a refresh token that does not change. */
    Tokens tokens(Answer answer, String formerRefresh) {
        JsonNode json = answer.json();
        String access = json.path("access_token").asText("");
        if (access.isEmpty()) {
            throw new CommandFailure(ExitCode.FAILED, "The issuer %s sent no access token.".formatted(name));
        }
        long lifetime = json.path("expires_in").asLong(DEFAULT_LIFETIME.toSeconds());
        return new Tokens(
                access,
                json.path("refresh_token").asText(formerRefresh),
                clock.instant().plusSeconds(lifetime));
    }

    /** The failure for an error that the issuer answered. */
    CommandFailure refusal(Answer answer) {
        String description = answer.json().path("error_description").asText("");
        return new CommandFailure(
                ExitCode.FAILED,
                "The issuer %s refuses: %s%s (status %d)."
                        .formatted(
                                name,
                                answer.error(),
                                description.isEmpty() ? "" : ", " + description,
                                answer.status()));
    }

    private URI tokenEndpoint() {
        return endpoint("token_endpoint")
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED, "The issuer %s does not say where its tokens are.".formatted(name)));
    }

    private Optional<URI> endpoint(String field) {
        String address = metadata.path(field).asText("");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ServerAddress.stated(address, allowHttp));
    }
}
