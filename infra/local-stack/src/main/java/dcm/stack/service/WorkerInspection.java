package dcm.stack.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.auditor.engine.RemoteEngines;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.join.AuthorityTrust;
import dcm.join.CertificateAuthority;
import dcm.stack.installation.CertificateFiles;
import dcm.stack.installation.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Reads the engines of other machines through their workers. It signs its tokens with the key of projection-service (decision 41), because a worker
 * accepts no others.
 */
public final class WorkerInspection implements RemoteEngines {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final int MAX_ANSWER = 64 * 1024 * 1024;
    private static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Path key;
    private final CertificateFiles certificates;
    private final OwnerName administrator;

    /** @param administrator the account in the tokens; workers before 0.11 require its role */
    public WorkerInspection(Installation installation, OwnerName administrator) {
        this.key = new WorkerTokenKey(installation).privateKey();
        this.certificates = installation.certificates();
        this.administrator = administrator;
    }

    @Override
    public JsonNode read(HostName host, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address(url))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token(host, Instant.now()))
                .build();
        try (HttpClient http = client()) {
            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            JsonNode body;
            try (InputStream content = answer.body()) {
                body = JSON.readTree(content.readNBytes(MAX_ANSWER));
            }
            if (answer.statusCode() != 200) {
                throw new IOException("its worker answers " + answer.statusCode() + ": "
                        + body.path("detail").asText());
            }
            return body;
        } catch (ConnectException | HttpTimeoutException e) {
            throw new IOException("its worker at " + url + " does not answer", e);
        } catch (JsonProcessingException e) {
            throw new IOException("the answer of its worker is not valid JSON", e);
        }
    }

    /** The host itself has reported its URL. */
    private static URI address(String url) throws IOException {
        try {
            return URI.create(url + "/v1/inspection");
        } catch (IllegalArgumentException e) {
            throw new IOException("its worker's URL is not valid", e);
        }
    }

    private HttpClient client() throws IOException {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if (Files.exists(certificates.authority())) {
            builder.sslContext(AuthorityTrust.of(
                    CertificateAuthority.readCertificate(Files.readString(certificates.authority()))));
        }
        return builder.build();
    }

    /** A JWT, signed with ES256. */
    private String token(HostName host, Instant now) throws IOException {
        String claims = JSON.createObjectNode()
                .put("iss", "dcm-projection-service")
                .put("sub", administrator.value())
                .put("purpose", "inspector")
                .put("aud", "worker-" + host)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFETIME).getEpochSecond())
                .toString();
        String content = encoded("{\"alg\":\"ES256\",\"typ\":\"JWT\"}") + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(privateKey());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IOException("the key for tokens cannot be used: " + e.getMessage(), e);
        }
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        String body = Files.readString(key).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
