package dcm.user.identity;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.admin.client.resource.UsersResource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Manages sign-ins in a Keycloak realm that DCM has to itself. */
final class KeycloakSignIns implements SignIns {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Contains no characters that look alike, because users type the password from paper. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5;

    private final Supplier<Keycloak> keycloak;
    private final String realm;
    private final StoredPasswords passwords;

    KeycloakSignIns(Supplier<Keycloak> keycloak, String realm, StoredPasswords passwords) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.passwords = passwords;
    }

    @Override
    public boolean areOurs() {
        return true;
    }

    @Override
    public void ensure(OwnerName name, Profile profile) {
        asking("the sign-in of '" + name + "' was not created", () -> {
            if (find(name).isEmpty()) {
                make(name, profile);
            }
            return name;
        });
    }

    /**
     * Keycloak accepts an email address for one user only. If several accounts share an address, the others get a
     * sign-in without it.
     */
    private void make(OwnerName name, Profile profile) {
        boolean made = make(name, profile, profile.email())
                || find(name).isPresent() // created concurrently
                || make(name, profile, null);
        if (!made) {
            throw new WebApplicationException(
                    "another user has the same user name or e-mail address", Response.Status.CONFLICT);
        }
    }

    /** Returns false if Keycloak reports a conflict with an existing user. */
    private boolean make(OwnerName name, Profile profile, @Nullable String email) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(name.value());
        user.setFirstName(profile.displayName());
        user.setEmail(email);
        user.setEnabled(true);
        try (Response response = users().create(user)) {
            boolean conflict = response.getStatus() == Response.Status.CONFLICT.getStatusCode();
            if (response.getStatus() >= Response.Status.BAD_REQUEST.getStatusCode() && !conflict) {
                throw new WebApplicationException(response.readEntity(String.class), response.getStatus());
            }
            return !conflict;
        }
    }

    @Override
    public String oneTimePassword(OwnerName name) {
        CredentialRepresentation credential = new CredentialRepresentation();
        credential.setType(CredentialRepresentation.PASSWORD);
        credential.setValue(generated());
        credential.setTemporary(true);
        return asking("the password of '" + name + "' was not changed", () -> {
            UserRepresentation user = find(name)
                    .orElseThrow(() -> new WebApplicationException("there is no such user", Response.Status.NOT_FOUND));
            UserResource resource = users().get(user.getId());
            resource.resetPassword(credential);
            resource.logout();
            return credential.getValue();
        });
    }

    @Override
    public void remove(OwnerName name) {
        asking("the sign-in of '" + name + "' was not removed", () -> {
            find(name).ifPresent(user -> users().delete(user.getId()).close());
            return name;
        });
        passwords.delete(name);
    }

    private Optional<UserRepresentation> find(OwnerName name) {
        List<UserRepresentation> found = users().searchByUsername(name.value(), true);
        return found.stream().findFirst();
    }

    private UsersResource users() {
        return keycloak.get().realm(realm).users();
    }

    /** A password of 100 random bits, in groups that are easy to read aloud. */
    private static String generated() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            password.append(i > 0 && i % GROUP_LENGTH == 0 ? "-" : "")
                    .append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    private static <T> T asking(String otherwise, Supplier<T> question) {
        try {
            return question.get();
        } catch (WebApplicationException e) {
            throw new IdentityProviderException(
                    otherwise + ": the identity provider returned "
                            + e.getResponse().getStatus() + ", " + e.getMessage(),
                    e);
        } catch (ProcessingException e) {
            throw new IdentityProviderException(otherwise + ": " + e.getMessage(), e);
        }
    }
}
