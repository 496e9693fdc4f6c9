package dcm.gateway.token;

import dcm.gateway.login.Person;
import dcm.shell.api.Api;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates clients of the REST API that act for users. Thread-safe. */
@Singleton
public class Apis {
    private final HttpClient client = Api.newClient();
    private final Tokens tokens;
    private final URI door;

    Apis(Tokens tokens, @ConfigProperty(name = "dcm.gateway.door") URI door) {
        this.tokens = tokens;
        this.door = door;
    }

    /** A client that acts for this user, with a new token for each request. */
    public Api of(Person person) {
        return new Api(client, door, () -> tokens.brief(person));
    }
}
