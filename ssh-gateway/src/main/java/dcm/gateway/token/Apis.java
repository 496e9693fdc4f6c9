package dcm.gateway.token;

import dcm.gateway.login.Person;
import dcm.shell.api.Api;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The REST API in people's names. Thread-safe. */
@Singleton
public class Apis {
    private final HttpClient client = Api.newClient();
    private final Tokens tokens;
    private final URI door;

    Apis(Tokens tokens, @ConfigProperty(name = "dcm.gateway.door") URI door) {
        this.tokens = tokens;
        this.door = door;
    }

    /** In the name of whoever is connected; a token is made for each request. */
    public Api of(Person person) {
        return new Api(client, door, () -> tokens.brief(person));
    }
}
