package dcm.gateway.token;

import dcm.gateway.login.AuthenticatedUser;
import dcm.shell.api.ApiAddresses;
import dcm.shell.api.ApiClient;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates clients of the REST API that act for users. Thread-safe. */
@Singleton
public class ApiClients {
    private final HttpClient client = ApiClient.newClient();
    private final TokenIssuer tokens;
    private final ApiAddresses api;

    ApiClients(TokenIssuer tokens, @ConfigProperty(name = "dcm.gateway.api") List<URI> api) {
        this.tokens = tokens;
        this.api = new ApiAddresses(api);
    }

    /** A client that acts for this user, with a new token for each request. */
    public ApiClient of(AuthenticatedUser person) {
        return new ApiClient(client, api, () -> tokens.brief(person));
    }
}
