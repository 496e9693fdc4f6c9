package dcm.rest.access;

import io.quarkus.security.AuthenticationFailedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/** Rejects bearer tokens that are not JWTs. Quarkus 3.33.2 returns 500 for some of them, such as three dots. */
@Provider
@PreMatching
public class TokenFormatCheck implements ContainerRequestFilter {
    private static final String BEARER = "bearer ";
    private static final Pattern JWT = Pattern.compile(" *[^. ]++\\.[^. ]++\\.[^. ]*+ *");

    @Override
    public void filter(ContainerRequestContext request) {
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header != null
                && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && !JWT.matcher(header.substring(BEARER.length())).matches()) {
            throw new AuthenticationFailedException("The token is not a JWT.");
        }
    }
}
