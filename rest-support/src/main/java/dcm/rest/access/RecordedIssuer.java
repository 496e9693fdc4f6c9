package dcm.rest.access;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The name of the issuer in accounts' recorded sign-ins. The installation's own Keycloak has one name there, so that accounts stay bound
 * when its public URL changes.
 */
@Singleton
public class RecordedIssuer {
    private final Optional<String> issuer;
    private final Optional<String> recorded;

    /**
     * @param issuer the claim {@code iss} of its tokens
     * @param recorded its name in accounts; empty: the same
     */
    @Inject
    public RecordedIssuer(
            @ConfigProperty(name = "dcm.issuer") Optional<String> issuer,
            @ConfigProperty(name = "dcm.recorded-issuer") Optional<String> recorded) {
        this.issuer = issuer;
        this.recorded = recorded;
    }

    /**
     * The name of an issuer in accounts.
     *
     * @param claimed the claim {@code iss} of a token, or an issuer that an administrator named
     */
    public String of(String claimed) {
        return issuer.filter(claimed::equals).isPresent() ? recorded.orElse(claimed) : claimed;
    }
}
