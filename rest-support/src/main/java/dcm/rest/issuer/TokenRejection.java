package dcm.rest.issuer;

import dcm.contract.identity.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtContext;
import org.jspecify.annotations.Nullable;

/**
 * Why an access token was rejected: each wrong claim with its value and the expected one. Contains values of the
 * rejected claims only, never the token, and is sent to the sender of the token only.
 *
 * @param reasons a sentence for each wrong claim, by the claim's name; not empty
 */
public record TokenRejection(Map<String, String> reasons) {
    private static final String SIGNATURE = "signature";

    public TokenRejection {
        reasons = new LinkedHashMap<>(reasons);
    }

    /** The reasons of a failed authentication; empty if the failure is not about the content of a token. */
    public static Optional<TokenRejection> of(Throwable failure, IssuerSettings expected) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidJwtException invalid) {
                Map<String, String> reasons = reasons(invalid, expected);
                return reasons.isEmpty() ? Optional.empty() : Optional.of(new TokenRejection(reasons));
            }
        }
        return Optional.empty();
    }

    /** The message for the sender. */
    public String sentence() {
        return "The access token is rejected. " + String.join(" ", reasons.values());
    }

    /** The value of {@code WWW-Authenticate} (RFC 6750). It names the claims only. */
    public String challenge() {
        return "Bearer error=\"invalid_token\", error_description=\"wrong: " + String.join(", ", reasons.keySet())
                + "\"";
    }

    private static Map<String, String> reasons(InvalidJwtException invalid, IssuerSettings expected) {
        Map<String, String> reasons = new LinkedHashMap<>();
        JwtContext token = invalid.getJwtContext();
        if (token == null || token.getJwtClaims() == null) { // not a JWT
            return reasons;
        }
        JwtClaims claims = token.getJwtClaims();
        for (ErrorCodeValidator.Error error : invalid.getErrorDetails()) {
            switch (error.getErrorCode()) {
                case ErrorCodes.EXPIRED -> reasons.put("exp", "exp: it expired at " + time(claims) + ".");
                case ErrorCodes.EXPIRATION_MISSING -> reasons.put("exp", "exp: the claim is missing.");
                case ErrorCodes.ISSUED_AT_MISSING -> reasons.put("iat", "iat: the claim is missing.");
                case ErrorCodes.NOT_YET_VALID -> reasons.put("nbf", "nbf: it is not valid yet.");
                case ErrorCodes.SUBJECT_MISSING -> reasons.put("sub", "sub: the claim is missing.");
                case ErrorCodes.AUDIENCE_MISSING, ErrorCodes.AUDIENCE_INVALID ->
                    reasons.put("aud", mismatch("aud", audience(claims), expected.audience()));
                case ErrorCodes.ISSUER_MISSING, ErrorCodes.ISSUER_INVALID -> issuer(claims, expected, reasons);
                default -> other(token, claims, expected, reasons);
            }
        }
        return reasons;
    }

    /** A failed signature, a key that the issuer does not have, or a wrong type, which have one error code. */
    private static void other(
            JwtContext token, JwtClaims claims, IssuerSettings expected, Map<String, String> reasons) {
        String type = TokenType.of(token);
        if (expected.tokenTypes().stream().noneMatch(type::equalsIgnoreCase)) {
            reasons.put("typ", mismatch("typ", type, String.join("' or '", expected.tokenTypes())));
        }
        boolean otherIssuer =
                expected.issuer().isPresent() && !expected.issuer().get().equals(text(claims.getClaimValue("iss")));
        if (otherIssuer) { // such a token is usually signed with a key that is unknown here
            issuer(claims, expected, reasons);
        }
        if (reasons.isEmpty()) {
            reasons.put(SIGNATURE, "signature: no current key of the issuer signed it.");
        }
    }

    private static void issuer(JwtClaims claims, IssuerSettings expected, Map<String, String> reasons) {
        String given = text(claims.getClaimValue("iss"));
        reasons.put("iss", mismatch("iss", given, expected.issuer().orElse("")));
    }

    private static String mismatch(String claim, @Nullable String given, String expected) {
        return claim + ": " + (given == null ? "the claim is missing" : "it is " + Printable.quoted(given))
                + "; expected '" + expected + "'.";
    }

    private static @Nullable String audience(JwtClaims claims) {
        try {
            List<String> all = new ArrayList<>(claims.getAudience());
            return all.isEmpty() ? null : String.join("', '", all);
        } catch (MalformedClaimException e) {
            return text(claims.getClaimValue("aud"));
        }
    }

    private static String time(JwtClaims claims) {
        try {
            NumericDate expiry = Objects.requireNonNull(claims.getExpirationTime());
            return Instant.ofEpochSecond(expiry.getValue()).toString();
        } catch (MalformedClaimException e) {
            return "an unreadable time";
        }
    }

    private static @Nullable String text(@Nullable Object claim) {
        return claim == null ? null : String.valueOf(claim);
    }
}
