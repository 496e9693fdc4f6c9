package dcm.rest.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** A verified token with the given claims. */
record Token(Map<String, Object> claims) implements JsonWebToken {
    static Token of(String issuer, String subject) {
        return new Token(Map.of("iss", issuer, "sub", subject));
    }

    Token with(String claim, Object value) {
        Map<String, Object> more = new HashMap<>(claims);
        more.put(claim, value);
        return new Token(more);
    }

    Token without(String claim) {
        Map<String, Object> fewer = new HashMap<>(claims);
        fewer.remove(claim);
        return new Token(fewer);
    }

    @Override
    public String getName() {
        return String.valueOf(claims.get("sub"));
    }

    @Override
    public Set<String> getClaimNames() {
        return claims.keySet();
    }

    @Override
    @SuppressWarnings("unchecked") // the interface is declared so: callers know the type
    public <T> T getClaim(String name) {
        return (T) claims.get(name);
    }
}
