package dcm.user.account;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT /v1/users/NAME/sign-in}. */
public record SignInRequest(
        @Schema(
                description = "Issuer of the user's tokens. Default: the issuer that DCM uses",
                examples = "https://id.lab.example")
        @Nullable
        String issuer,

        @Schema(
                description = "Claim sub of the user's tokens, 1 to 255 characters",
                examples = "5f1c0c5e-53a5-4e39-8f0c-0d6a3f0f8d52")
        @Nullable
        String subject) {
    private static final Pattern SUBJECT = Pattern.compile("[^\\p{C}]{1,255}"); // the limit of OpenID Connect
    private static final int MAX_ISSUER = 500;

    /** The requested sign-in. */
    SignIn signIn(Optional<String> usual) {
        if (subject == null || subject.isBlank() || !SUBJECT.matcher(subject).matches()) {
            throw new InvalidValueException("subject: 1 to 255 characters, none of them a control character.");
        }
        return new SignIn(
                issuer == null
                        ? usual.orElseThrow(() -> new InvalidValueException("issuer: The issuer is required."))
                        : address(issuer),
                subject);
    }

    private static String address(String given) {
        try {
            URI address = new URI(given);
            boolean http = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (http && address.getHost() != null && given.length() <= MAX_ISSUER) {
                return given;
            }
        } catch (URISyntaxException noUri) {
            // rejected below
        }
        throw new InvalidValueException(
                "issuer: A URL such as https://id.lab.example; got " + Printable.quoted(given) + ".");
    }
}
