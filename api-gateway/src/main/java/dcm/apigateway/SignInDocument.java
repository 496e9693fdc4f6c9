package dcm.apigateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** States where command-line programs sign users in. It is public, because programs read it before they have a token. */
@Singleton
class SignInDocument {
    static final String PATH = "/.well-known/dcm";

    private static final String KEPT_BY_CLIENTS = "public, max-age=300";

    /** The description of the request, as a part of an OpenAPI document. */
    private static final String DESCRIPTION = """
            {"paths": {"/.well-known/dcm": {"get": {
               "summary": "Show where command-line programs sign users in (device login, RFC 8628); needs no token",
               "operationId": "getSignIn",
               "tags": ["about"],
               "security": [],
               "responses": {
                 "200": {"description": "OK", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SignIn"}}}},
                 "404": {"$ref": "#/components/responses/NotFound"},
                 "429": {"$ref": "#/components/responses/TooManyRequests"},
                 "default": {"$ref": "#/components/responses/AnyProblem"}}}}},
             "components": {"schemas": {"SignIn": {
               "type": "object",
               "description": "Where command-line programs sign users in",
               "required": ["issuer", "clientId", "scopes"],
               "examples": [{"issuer": "https://id.lab.example", "clientId": "dcm-cli", "scopes": ["openid", "offline_access"]}],
               "properties": {
                 "issuer": {"type": "string", "description": "The issuer of access tokens (OpenID Connect)"},
                 "clientId": {"type": "string", "description": "The id of command-line programs at the issuer; they have no secret"},
                 "scopes": {"type": "array", "items": {"type": "string"}, "description": "The scopes to request"}}}}}}
            """;

    private final Optional<JsonObject> document;

    /** @param clientId empty: command-line programs cannot sign in */
    SignInDocument(
            @ConfigProperty(name = "dcm.issuer") Optional<String> issuer,
            @ConfigProperty(name = "dcm.device.client-id") Optional<String> clientId,
            @ConfigProperty(name = "dcm.device.scopes") List<String> scopes) {
        this.document = issuer.flatMap(url -> clientId.map(
                id -> new JsonObject().put("issuer", url).put("clientId", id).put("scopes", new JsonArray(scopes))));
    }

    static JsonObject description() {
        return new JsonObject(DESCRIPTION);
    }

    void open(@Observes Router router) {
        router.get(PATH).method(HttpMethod.HEAD).handler(this::send);
    }

    private void send(RoutingContext context) {
        document.ifPresentOrElse(
                json -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .putHeader(HttpHeaders.CACHE_CONTROL, KEPT_BY_CLIENTS)
                        .putHeader("X-Content-Type-Options", "nosniff")
                        .end(json.toBuffer()),
                () -> GatewayProblem.notFound(
                                "This installation has no client for device login. An administrator sets it with"
                                        + " DCM_DEVICE_CLIENT_ID. Programs can use an access token from elsewhere.")
                        .send(context.response()));
    }
}
