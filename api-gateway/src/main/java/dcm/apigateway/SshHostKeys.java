package dcm.apigateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** States the host keys of the SSH gateway. They are public, like those of any SSH server; here, TLS protects them. */
@Singleton
class SshHostKeys {
    static final String PATH = "/.well-known/dcm/ssh-host-keys";

    private static final String PATH_AT_GATEWAY = "/host-keys";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** The description of the request, as a part of an OpenAPI document. */
    private static final String DESCRIPTION = """
            {"paths": {"/.well-known/dcm/ssh-host-keys": {"get": {
               "summary": "Show the host keys of the SSH gateway; needs no token",
               "operationId": "getSshHostKeys",
               "tags": ["about"],
               "security": [],
               "responses": {
                 "200": {"description": "OK", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SshHostKeys"}}}},
                 "429": {"$ref": "#/components/responses/TooManyRequests"},
                 "default": {"$ref": "#/components/responses/AnyProblem"}}}}},
             "components": {"schemas": {"SshHostKeys": {
               "type": "object",
               "description": "The host keys of the SSH gateway",
               "required": ["keys"],
               "examples": [{"keys": ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2zPlKYHOWaZx9HOTQo0oSKqy2sNtxVRm2v0BJGxtXU"]}],
               "properties": {
                 "keys": {"type": "array", "items": {"type": "string"}, "description": "As in known_hosts, without the host"}}}}}}
            """;

    private final BackendServices services;

    SshHostKeys(BackendServices services) {
        this.services = services;
    }

    static JsonObject description() {
        return new JsonObject(DESCRIPTION);
    }

    void open(@Observes Router router) {
        router.get(PATH).method(HttpMethod.HEAD).handler(this::send);
    }

    /** All SSH gateways have the same keys, so any of them can answer. */
    private void send(RoutingContext context) {
        services.getFromAll(BackendService.SSH_GATEWAY, PATH_AT_GATEWAY, TIMEOUT)
                .onSuccess(answers -> answers.values().stream()
                        .findAny()
                        .ifPresentOrElse(keys -> send(context, keys), () -> sendUnreachable(context)))
                .onFailure(failure -> sendUnreachable(context));
    }

    private static void send(RoutingContext context, Buffer keys) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(keys);
    }

    private static void sendUnreachable(RoutingContext context) {
        GatewayProblem.unreachable(BackendService.SSH_GATEWAY).send(context.response());
    }
}
