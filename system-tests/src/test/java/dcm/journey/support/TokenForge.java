package dcm.journey.support;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.service.WorkerTokenKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that DCM must reject: some are the real identity provider's, some are forged. */
public final class TokenForge {
    private static final String SHORT_LIVED = "short-lived";
    private static final String WITHOUT_SUBJECT = "without-subject";

    private final Installation installation;
    private final String server;

    public TokenForge(Installation installation) {
        this.installation = installation;
        this.server = installation.url(StackPort.KEYCLOAK);
    }

    /**
     * One token of each kind that is not valid.
     *
     * @param name of a user whose password is stored
     * @param token the user's valid token
     */
    public List<String> invalidTokens(String name, String token) {
        String[] parts = token.split("\\.");
        return List.of(
                "nonsense",
                encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + "." + parts[2].substring(1) + "A",
                parts[0] + "." + parts[1] + ".AAAA",
                signedWithAnotherKey(parts[0] + "." + parts[1]),
                signedWithThePublicKey(parts),
                withOtherClaims(parts),
                token("dcm", "admin-cli", name), // without DCM's audience
                ofMasterRealm(),
                expired(name));
    }

    private String ofMasterRealm() {
        return passwordGrant(
                "master", "admin-cli", "admin", installation.secrets().keycloakAdmin());
    }

    private String token(String realm, String client, String name) {
        return passwordGrant(realm, client, name, installation.secrets().secret("sign-in-" + name));
    }

    /** A token that was valid for one second. */
    private String expired(String name) {
        addClient(SHORT_LIVED, Map.of("attributes", Map.of("access.token.lifespan", "1")));
        String token = token("dcm", SHORT_LIVED, name);
        long expiry = System.currentTimeMillis() + 2_000;
        Eventually.that("the token is expired", () -> System.currentTimeMillis() > expiry);
        return token;
    }

    /** A valid token whose claims lack the user. */
    public String withoutSubject(String name) {
        addClient(WITHOUT_SUBJECT, Map.of("defaultClientScopes", List.of(), "optionalClientScopes", List.of()));
        return token("dcm", WITHOUT_SUBJECT, name);
    }

    /** Adds a client whose tokens have DCM's audience, if it does not exist. */
    private void addClient(String id, Map<String, ?> settings) {
        ObjectNode client = new JsonMapper().valueToTree(settings);
        client.put("clientId", id).put("publicClient", true).put("directAccessGrantsEnabled", true);
        client.putArray("protocolMappers")
                .addObject()
                .put("name", "audience")
                .put("protocol", "openid-connect")
                .put("protocolMapper", "oidc-audience-mapper")
                .putObject("config")
                .put("included.custom.audience", "dcm")
                .put("access.token.claim", "true");
        given().baseUri(server)
                .header("Authorization", "Bearer " + ofMasterRealm())
                .contentType("application/json")
                .body(client.toString())
                .post("/admin/realms/dcm/clients");
    }

    /** Header and claims of the real token, with a signature of ours. */
    private static String signedWithAnotherKey(String content) {
        try {
            PrivateKey key =
                    KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A verifier that believes the header takes the public key as the secret of an HMAC. */
    private String signedWithThePublicKey(String[] parts) {
        String content = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + parts[1];
        String key = given().baseUri(server).get("/realms/dcm").then().extract().path("public_key");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            return content + "." + encoded(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Later expiry under the signature of the real token. */
    private static String withOtherClaims(String[] parts) {
        try {
            ObjectNode claims = (ObjectNode)
                    new JsonMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
            claims.put("exp", claims.path("exp").asLong() + 3_600);
            return parts[0] + "." + encoded(claims.toString()) + "." + parts[2];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A token of projection-service, signed with the installation's key, as a thief of the key could make it. */
    public String ofProjectionService(String account, String audience, Duration lifetime) {
        return ofProjectionService(workerTokenKey(), account, audience, lifetime);
    }

    /** The same, signed with another key. */
    public static String ofFalseProjectionService(String account, String audience) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return ofProjectionService(
                    generator.generateKeyPair().getPrivate(), account, audience, Duration.ofSeconds(60));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String ofProjectionService(PrivateKey key, String account, String audience, Duration lifetime) {
        long now = System.currentTimeMillis() / 1000;
        String content = encoded("{\"alg\":\"ES256\",\"typ\":\"JWT\"}") + "."
                + encoded("{\"iss\":\"dcm-projection-service\",\"sub\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d}"
                        .formatted(account, audience, now, now + lifetime.toSeconds()));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private PrivateKey workerTokenKey() {
        try {
            String pem = Files.readString(new WorkerTokenKey(installation).privateKey());
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The token without its signature, as the algorithm {@code none} has it. */
    public static String unsigned(String token) {
        return encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + token.split("\\.")[1] + ".";
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String passwordGrant(String realm, String client, String name, String password) {
        return given().baseUri(server)
                .formParam("grant_type", "password")
                .formParam("client_id", client)
                .formParam("username", name)
                .formParam("password", password)
                .post("/realms/" + realm + "/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }
}
