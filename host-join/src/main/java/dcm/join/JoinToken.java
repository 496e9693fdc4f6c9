package dcm.join;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;

/**
 * What a machine needs to join: where the installation is, how to recognize it, and the secret of an
 * {@link Invitation}. Written as one word, which an administrator copies to the machine.
 *
 * @param host the name under which the machine joins
 * @param server the API gateway's https URL
 * @param authority the SHA-256 of the certificate of the installation's {@link CertificateAuthority}, in hexadecimal
 * @param secret proves the invitation
 */
public record JoinToken(HostName host, URI server, String authority, String secret) {
    private static final String PREFIX = "dcm-join-";
    private static final JsonMapper JSON = new JsonMapper();

    private record Content(String host, String server, String authority, String secret) {}

    /**
     * Parses a token.
     *
     * @throws InvalidValueException if it is not a token, or is incomplete
     */
    public static JoinToken parse(String token) {
        String word = token.strip();
        if (!word.startsWith(PREFIX)) {
            throw invalid();
        }
        try {
            Content content =
                    JSON.readValue(Base64.getUrlDecoder().decode(word.substring(PREFIX.length())), Content.class);
            URI server = URI.create(content.server());
            if (!"https".equals(server.getScheme())
                    || server.getHost() == null
                    || content.secret() == null
                    || content.authority() == null) {
                throw invalid();
            }
            return new JoinToken(new HostName(content.host()), server, content.authority(), content.secret());
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw invalid();
        }
    }

    private static InvalidValueException invalid() {
        return new InvalidValueException(
                "This is not a complete join token. 'dcm host invite NAME' prints one, which begins with " + PREFIX
                        + ".");
    }

    /** The token as one word. */
    public String encode() {
        try {
            byte[] json = JSON.writeValueAsBytes(new Content(host.value(), server.toString(), authority, secret));
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "JoinToken[" + host + " at " + server + "]";
    }
}
