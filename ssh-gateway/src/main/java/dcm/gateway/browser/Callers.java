package dcm.gateway.browser;

import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.rest.access.GatewaySecret;
import dcm.rest.problem.ProblemException;
import dcm.shell.api.ApiAddresses;
import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The users whose access tokens the API gateway sends. The services of the API judge the tokens. Thread-safe. */
@Singleton
class Callers {
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +([!-~]+)");

    private final HttpClient client = ApiClient.newClient();
    private final GatewaySecret secret;
    private final ApiAddresses api;
    private final ApiAddresses commands;

    /**
     * @param api the API gateways
     * @param commands the instances of command-service. The API gateway would replace the browser's address by this gateway's,
     *     so it does not forward the requests that are recorded.
     */
    Callers(
            GatewaySecret secret,
            @ConfigProperty(name = "dcm.gateway.api") List<URI> api,
            @ConfigProperty(name = "dcm.command.url") List<URI> commands) {
        this.secret = secret;
        this.api = new ApiAddresses(api);
        this.commands = new ApiAddresses(commands);
    }

    /**
     * A user.
     *
     * @param api sends requests in the user's name
     * @param commands sends requests that are recorded with the browser's address
     */
    record Caller(OwnerName account, ApiClient api, ApiClient commands) {}

    /**
     * The user with this token, whose request the API gateway has sent.
     *
     * @param authentication the header {@link GatewaySecret#HEADER}; null if it is missing
     * @param authorization the header {@code Authorization}; null if it is missing
     * @param address the browser's address; null if it is missing
     * @throws ProblemException if the API gateway has not sent the request
     * @throws ServiceRefusal if the token is not accepted, or the account may not use DCM
     */
    Caller of(@Nullable String authentication, @Nullable String authorization, @Nullable String address) {
        secret.require(authentication);
        String token = token(authorization);
        var asUser = new ApiClient(client, api, () -> token);
        ApiClient asBrowser = new ApiClient(client, commands, () -> token).with(GatewaySecret.HEADER, secret.text());
        return new Caller(
                name(asUser), asUser, address == null ? asBrowser : asBrowser.with("X-Forwarded-For", address));
    }

    private static OwnerName name(ApiClient asUser) {
        try {
            return new OwnerName(
                    ServiceRefusal.bodyOf(asUser.get("/v1/me")).path("name").asText());
        } catch (CommandFailure unanswered) {
            throw new ProblemException(ErrorCode.VIEW_UNREACHABLE, unanswered.sentence());
        }
    }

    private static String token(@Nullable String authorization) {
        return Optional.ofNullable(authorization)
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(header -> header.group(1))
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.UNAUTHENTICATED, "The request has no access token (Authorization: Bearer TOKEN)."));
    }
}
