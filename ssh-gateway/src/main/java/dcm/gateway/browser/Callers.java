package dcm.gateway.browser;

import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.rest.access.GatewaySecret;
import dcm.rest.problem.ProblemException;
import dcm.shell.api.ApiClient;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
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
    private final URI api;
    private final List<URI> commands;

    /**
     * @param api the API gateway
     * @param commands the instances of command-service. The API gateway would replace the browser's address by this gateway's,
     *     so it does not forward the requests that are recorded.
     */
    Callers(
            GatewaySecret secret,
            @ConfigProperty(name = "dcm.gateway.api") URI api,
            @ConfigProperty(name = "dcm.command.url") List<URI> commands) {
        this.secret = secret;
        this.api = api;
        this.commands = List.copyOf(commands);
    }

    /**
     * A user.
     *
     * @param api sends requests in the user's name
     * @param commands send requests that are recorded with the browser's address, each to another instance of command-service
     */
    record Caller(OwnerName account, ApiClient api, List<ApiClient> commands) {
        Caller {
            commands = List.copyOf(commands);
        }

        /**
         * Posts to the first instance of command-service that accepts the connection. If a connection is lost later, the request may be
         * recorded, so it is not sent again.
         */
        ApiResponse postRecorded(String path, Map<String, ?> body) {
            CommandFailure failure = CommandFailure.withCode(CommandFailure.UNREACHABLE, "dcm.command.url is empty.");
            for (ApiClient instance : commands) {
                try {
                    return instance.post(path, body);
                } catch (CommandFailure e) {
                    if (!e.isUnreachable()) {
                        throw e;
                    }
                    failure = e;
                }
            }
            throw failure;
        }
    }

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
        return new Caller(
                name(asUser),
                asUser,
                commands.stream()
                        .map(instance ->
                                new ApiClient(client, instance, () -> token).with(GatewaySecret.HEADER, secret.text()))
                        .map(commandsAsUser ->
                                address == null ? commandsAsUser : commandsAsUser.with("X-Forwarded-For", address))
                        .toList());
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
