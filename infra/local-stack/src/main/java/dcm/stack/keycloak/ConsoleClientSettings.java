package dcm.stack.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.identity.Sha256;
import dcm.stack.installation.ConsoleClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of the web console's client at Keycloak: authorization code flow with PKCE only.
 *
 * @param origins at which browsers reach the API gateway
 * @param gateway the API gateway's URL for Keycloak
 */
record ConsoleClientSettings(ConsoleClient client, List<String> origins, String gateway) {
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** A hash that changes with any setting, including the secret, and does not reveal it. */
    String hash() {
        return hash(document());
    }

    /** The same of other settings. */
    static String hash(Map<String, Object> document) {
        try {
            return Sha256.hex(SORTED.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As Keycloak's administration API reads it. */
    Map<String, Object> document() {
        return Map.ofEntries(
                Map.entry("clientId", client.id()),
                Map.entry("name", "DCM's web console"),
                Map.entry("secret", client.secret()),
                Map.entry("publicClient", false),
                Map.entry("standardFlowEnabled", true),
                Map.entry("implicitFlowEnabled", false),
                Map.entry("directAccessGrantsEnabled", false),
                Map.entry("serviceAccountsEnabled", false),
                // DCM takes roles from its own accounts: the tokens need none of the realm's.
                Map.entry("fullScopeAllowed", false),
                Map.entry("webOrigins", List.of()),
                Map.entry(
                        "redirectUris",
                        origins.stream()
                                .map(origin -> origin + "/console/signed-in")
                                .toList()),
                Map.entry(
                        "attributes",
                        Map.of(
                                "pkce.code.challenge.method",
                                "S256",
                                "post.logout.redirect.uris",
                                origins.stream()
                                        .map(origin -> origin + "/console/")
                                        .collect(Collectors.joining("##")),
                                "backchannel.logout.url",
                                gateway + "/console/back-channel-logout",
                                "backchannel.logout.session.required",
                                "true")),
                Map.entry("protocolMappers", List.of(audienceMapper())));
    }

    /** Adds DCM to the audience of access tokens. */
    static Map<String, Object> audienceMapper() {
        return Map.of(
                "name", "audience dcm",
                "protocol", "openid-connect",
                "protocolMapper", "oidc-audience-mapper",
                "config",
                        Map.of(
                                "included.custom.audience", "dcm",
                                "access.token.claim", "true",
                                "id.token.claim", "false"));
    }
}
