package dcm.worker.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.worker.operation.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.ChallengeType;
import org.apache.hc.client5.http.impl.auth.AuthChallengeParser;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.message.ParserCursor;

/**
 * Answers a registry's challenge: with user name and password, or with a token that it requests from the registry's token server.
 *
 * @param scope what a token must permit
 * @param server sends requests to token servers
 */
record RegistryAuthentication(
        RegistryCredentials credentials, String scope, RegistryErrors errors, TokenServer server) {
    private static final ObjectMapper JSON = RegistryJson.MAPPER;

    /** Sends a request to a token server. */
    interface TokenServer {
        /**
         * The body of a successful answer.
         *
         * @throws RegistryException if credentials must not be sent to the server, or it rejects the request
         */
        byte[] answer(ClassicHttpRequest request) throws IOException, HttpException;
    }

    /**
     * The value of the header {@code Authorization} that the registry requires.
     *
     * @param headers its headers {@code WWW-Authenticate}
     */
    String authorization(Header[] headers) throws IOException, HttpException {
        List<AuthChallenge> challenges = parse(headers);
        Optional<AuthChallenge> bearer = named(challenges, "Bearer");
        if (bearer.isPresent()) {
            return "Bearer " + token(bearer.get());
        }
        if (named(challenges, "Basic").isEmpty()) {
            throw errors.failed("It requires a form of authentication that DCM does not support.");
        }
        return credentials.basic().orElseThrow(errors::denied);
    }

    private static Optional<AuthChallenge> named(List<AuthChallenge> challenges, String scheme) {
        return challenges.stream()
                .filter(challenge -> challenge.getSchemeName().equalsIgnoreCase(scheme))
                .findFirst();
    }

    private String token(AuthChallenge challenge) throws IOException, HttpException {
        ClassicRequestBuilder request =
                ClassicRequestBuilder.get(realm(challenge)).addParameter("scope", scope);
        parameter(challenge, "service").ifPresent(service -> request.addParameter("service", service));
        credentials.basic().ifPresent(basic -> request.addHeader(HttpHeaders.AUTHORIZATION, basic));
        try {
            JsonNode answer = JSON.readTree(server.answer(request.build()));
            String token =
                    answer.path("token").asText(answer.path("access_token").asText());
            if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw errors.failed("The answer of its token server has no token.");
            }
            return token;
        } catch (JacksonException e) {
            throw errors.failed("The answer of its token server is not JSON.");
        }
    }

    private URI realm(AuthChallenge challenge) throws RegistryException {
        try {
            URI realm = URI.create(parameter(challenge, "realm").orElse(""));
            if (realm.getHost() != null) {
                return realm;
            }
        } catch (IllegalArgumentException e) {
            // Handled like a missing parameter.
        }
        throw errors.failed("It requires a token, but does not name a valid token server.");
    }

    private static Optional<String> parameter(AuthChallenge challenge, String name) {
        return Optional.ofNullable(challenge.getParams()).stream()
                .flatMap(List::stream)
                .filter(parameter -> parameter.getName().equalsIgnoreCase(name))
                .map(NameValuePair::getValue)
                .findFirst();
    }

    private static List<AuthChallenge> parse(Header[] headers) {
        List<AuthChallenge> challenges = new ArrayList<>();
        for (Header header : headers) {
            String value = header.getValue();
            try {
                challenges.addAll(AuthChallengeParser.INSTANCE.parse(
                        ChallengeType.TARGET, value, new ParserCursor(0, value.length())));
            } catch (ParseException e) {
                // Another header may be valid.
            }
        }
        return challenges;
    }
}
