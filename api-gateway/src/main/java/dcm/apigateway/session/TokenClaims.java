package dcm.apigateway.session;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads tokens that were verified. */
final class TokenClaims {
    private TokenClaims() {}

    static JsonObject of(String token) {
        String[] parts = token.split("\\.", -1);
        return parts.length < 2
                ? new JsonObject()
                : new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
    }
}
